using Granary.Embedded.Runtime;

namespace Granary.Embedded;

/// <summary>
/// Values that travel with a call to whoever it calls in turn. Changes made by the callee do not come back. Values must not be changed after they
/// were set. Follows the flow of awaits.
/// </summary>
public static class RequestContext
{
    internal const string CallChainReentrancyKey = "#CCR";

    private static readonly AsyncLocal<Dictionary<string, object>?> Flow = new();

    /// <summary>Keys in force.</summary>
    public static IEnumerable<string> Keys => Flow.Value?.Keys ?? Enumerable.Empty<string>();

    /// <summary>Values in force.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Flow.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>The call chain that may come back into grains of it; empty when there is none.</summary>
    public static Guid ReentrancyId
    {
        get => Get(CallChainReentrancyKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty)
            {
                Remove(CallChainReentrancyKey);
            }
            else
            {
                Set(CallChainReentrancyKey, value);
            }
        }
    }

    /// <summary>What calls carry; never changed in place.</summary>
    internal static Dictionary<string, object>? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }

    /// <summary>Until the section is disposed, calls made from here may come back into this grain while it waits for them.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var current = ReentrancyId;
        return new ReentrancySection(current, current == Guid.Empty ? Guid.NewGuid() : current);
    }

    /// <summary>Until the section is disposed, calls made from here may not come back.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    /// <summary>The value, or null.</summary>
    public static object? Get(string key) => Flow.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    /// <summary>Sets a value for the calls made from here on.</summary>
    public static void Set(string key, object value) =>
        Flow.Value = Flow.Value is { } values ? new Dictionary<string, object>(values) { [key] = value } : new Dictionary<string, object>(1) { [key] = value };

    /// <summary>Takes a value back; says whether there was one.</summary>
    public static bool Remove(string key)
    {
        if (Flow.Value is not { } values || !values.ContainsKey(key))
        {
            return false;
        }

        var rest = new Dictionary<string, object>(values);
        rest.Remove(key);
        Flow.Value = rest.Count == 0 ? null : rest;
        return true;
    }

    /// <summary>Takes all values back.</summary>
    public static void Clear()
    {
        if (Flow.Value is not null)
        {
            Flow.Value = null;
        }
    }

    /// <summary>A span of code with another call chain.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _before;
        private readonly Guid _inside;

        /// <summary>Enters it.</summary>
        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _before = originalReentrancyId;
            _inside = newReentrancyId;
            if (_inside != _before)
            {
                ReentrancyId = _inside;
            }

            if (_inside != Guid.Empty)
            {
                RuntimeContext.Activation?.EnterReentrantSection(_inside);
            }
        }

        /// <summary>Leaves it.</summary>
        public void Dispose()
        {
            if (_inside != Guid.Empty)
            {
                RuntimeContext.Activation?.ExitReentrantSection(_inside);
            }

            if (_inside != _before)
            {
                ReentrancyId = _before;
            }
        }
    }
}
