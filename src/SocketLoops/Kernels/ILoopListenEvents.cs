namespace Granary.SocketLoops.Kernels;

/// <summary>Who hears of accepted connections. Called on the loop; must not block.</summary>
public interface ILoopListenEvents
{
    /// <summary>A connection: its descriptor, non-blocking, now the receiver's.</summary>
    void OnAccepted(int descriptor);

    /// <summary>Accepting failed with an errno that is not "nothing there". May pause the listening.</summary>
    void OnAcceptFailed(int errno);
}
