using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Transport;

/// <summary>
/// A descriptor kept for the moment when there is none: given up, it lets one client be accepted and closed, who then knows, instead of waiting in the
/// backlog. Loop thread only.
/// </summary>
internal sealed class SpareDescriptor : IDisposable
{
    private const int ReadOnlyCloseOnExec = 0x80000;
    private int _descriptor = Libc.Open("/dev/null", ReadOnlyCloseOnExec);

    /// <summary>Accepts and closes one client; false if even that could not be done.</summary>
    public bool TurnAway(int listening)
    {
        if (_descriptor < 0)
        {
            _descriptor = Libc.Open("/dev/null", ReadOnlyCloseOnExec);
            return false;
        }

        _ = Libc.Close(_descriptor);
        var accepted = SocketCalls.Accept(listening);
        if (accepted >= 0)
        {
            _ = Libc.Close(accepted);
        }

        _descriptor = Libc.Open("/dev/null", ReadOnlyCloseOnExec);
        return accepted >= 0;
    }

    public void Dispose()
    {
        if (_descriptor >= 0)
        {
            _ = Libc.Close(_descriptor);
            _descriptor = -1;
        }
    }
}
