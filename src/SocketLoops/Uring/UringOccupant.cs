namespace Granary.SocketLoops.Uring;

/// <summary>Something with operations in a ring. Its place is given up when the last of them has completed after it was closed.</summary>
internal abstract class UringOccupant
{
    /// <summary>Place and generation, shifted for user data.</summary>
    public ulong Token { get; set; }

    /// <summary>Operations of it in the ring.</summary>
    public int InRing { get; set; }

    public bool IsClosed { get; protected set; }

    /// <summary>An operation has reported. On the loop.</summary>
    public abstract void Complete(UringOperation operation, in UringCompletion completion);

    /// <summary>Its state in words.</summary>
    public abstract string Describe();

    /// <summary>The loop stops.</summary>
    public abstract void End();
}
