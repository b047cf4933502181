namespace Granary.SocketLoops.Loops;

/// <summary>Whose code runs on a loop, for stall reports.</summary>
internal interface ILoopOwner
{
    /// <summary>Endpoint by name or address.</summary>
    string Endpoint { get; }

    /// <summary>Id of the connection.</summary>
    string ConnectionId { get; }

    /// <summary>What waits for the callback, for the logical stack; null if nothing is known.</summary>
    object? Continuation { get; }

    /// <summary>A callback of this connection threw: the connection ends.</summary>
    void EndAfterThrow(Exception error);

    /// <summary>A callback of this connection stalled its loop.</summary>
    void Stalled();
}
