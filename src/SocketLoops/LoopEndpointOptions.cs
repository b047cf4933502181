namespace Granary.SocketLoops;

/// <summary>One endpoint; section <c>Loops:Endpoints:&lt;name&gt;</c>. Every change needs a restart.</summary>
public sealed class LoopEndpointOptions
{
    /// <summary>Address that the endpoint listens on: <c>ip:port</c>, <c>*:port</c> for any address, or <c>unix:/path</c>.</summary>
    public string Address { get; set; } = string.Empty;

    /// <summary>Backend of this endpoint; empty (default) is the process' one.</summary>
    public string Backend { get; set; } = string.Empty;

    /// <summary>Runs this endpoint's handlers on the loops; empty (default) is the process' setting.</summary>
    public bool? Inline { get; set; }

    /// <summary>A client that ends its output while an answer is due counts as gone; empty (default) is the process' setting.</summary>
    public bool? HangUpAborts { get; set; }
}
