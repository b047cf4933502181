namespace Granary.SocketLoops.Transport;

/// <summary>Where a connection stands on its loop.</summary>
internal enum ConnectionState
{
    /// <summary>Accepted, not on its loop yet.</summary>
    New,

    /// <summary>On its loop.</summary>
    Open,

    /// <summary>Its descriptor has been given up.</summary>
    Closed,
}
