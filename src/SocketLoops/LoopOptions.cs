namespace Granary.SocketLoops;

/// <summary>What carries the connections of the HTTP edge; section <c>Loops</c>.</summary>
public sealed class LoopOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Loops";

    /// <summary>Backend by name: <c>sockets</c> or <c>auto</c> (default). A change needs a restart.</summary>
    public string Backend { get; set; } = LoopBackends.Auto;
}
