namespace Granary.SocketLoops.Kernels;

/// <summary>What a readiness kernel says of a descriptor.</summary>
[Flags]
public enum ReadyKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A receive or an accept may succeed.</summary>
    Readable = 1,

    /// <summary>A send may succeed.</summary>
    Writable = 2,

    /// <summary>The other side has ended its output.</summary>
    HangUp = 4,

    /// <summary>Both directions are over, in order or by an error.</summary>
    Gone = 8,
}
