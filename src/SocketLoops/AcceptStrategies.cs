namespace Granary.SocketLoops;

/// <summary>Values of <see cref="LoopOptions.Accept"/>.</summary>
public static class AcceptStrategies
{
    /// <summary>Loop 0 accepts and hands over.</summary>
    public const string Dispatcher = "dispatcher";

    /// <summary>One listener per loop.</summary>
    public const string ReusePort = "reuse_port";
}
