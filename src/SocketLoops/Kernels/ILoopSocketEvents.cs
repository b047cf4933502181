namespace Granary.SocketLoops.Kernels;

/// <summary>Who hears what happens to a socket. Called on the loop; must not block.</summary>
public interface ILoopSocketEvents
{
    /// <summary>A receive may succeed. With <paramref name="hangUp"/> the end of the input stands behind what can still be read.</summary>
    void OnReadable(bool hangUp);

    /// <summary>A send may succeed.</summary>
    void OnWritable();

    /// <summary>A pending send has ended: bytes, or a negative errno.</summary>
    void OnSent(int result);

    /// <summary>The connection is over in both directions.</summary>
    void OnGone();

    /// <summary>The loop stops; the socket is closed when this returns.</summary>
    void OnLoopEnd();
}
