namespace Granary.Grains.Providers;

/// <summary>
/// A provider's transport with the calls that use it. A document that replaces it retires it: calls that began with it end with it, then it is
/// disposed. Thread-safe.
/// </summary>
internal sealed class ProviderConnection(ProviderDefinition madeFor, ProviderSecret? secret, IProviderTransport transport)
{
    private readonly Lock _lock = new();
    private int _users;
    private bool _retired;

    /// <summary>The definition it was made for; a later one may differ in what a transport does not depend on.</summary>
    public ProviderDefinition MadeFor => madeFor;

    public ProviderSecret? Secret => secret;

    public IProviderTransport Transport => transport;

    /// <summary>One more call uses it; false once it is retired and unused, then take the newer one.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_retired && _users == 0)
            {
                return false;
            }

            _users++;
            return true;
        }
    }

    /// <summary>That call is over.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _users--;
            if (!_retired || _users > 0)
            {
                return;
            }
        }

        transport.Dispose();
    }

    /// <summary>No document names it any more.</summary>
    public void Retire()
    {
        lock (_lock)
        {
            _retired = true;
            if (_users > 0)
            {
                return;
            }
        }

        transport.Dispose();
    }
}
