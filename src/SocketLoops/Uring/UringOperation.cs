namespace Granary.SocketLoops.Uring;

/// <summary>Which operation of an occupant has completed; the lowest byte of the user data.</summary>
internal enum UringOperation : byte
{
    /// <summary>Watching the eventfd.</summary>
    Wake = 1,

    /// <summary>Multishot receive.</summary>
    Receive,

    /// <summary>Send.</summary>
    Send,

    /// <summary>Multishot accept.</summary>
    Accept,

    /// <summary>Waiting to become writable.</summary>
    Writable,

    /// <summary>Waiting for the end of the input, then of both directions.</summary>
    End,

    /// <summary>A cancel; its own result says nothing.</summary>
    Cancel,
}
