namespace Granary.SocketLoops.Kernels;

/// <summary>A listening descriptor on one loop. Loop thread only.</summary>
public abstract class LoopListening
{
    /// <summary>Accepts nothing until <see cref="Resume"/>.</summary>
    public abstract void Pause();

    /// <summary>Accepts again.</summary>
    public abstract void Resume();

    /// <summary>Accepts nothing any more; nothing is reported after it returns, and no accepted descriptor is left unreported or open.</summary>
    public abstract void Stop();
}
