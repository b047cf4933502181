namespace Granary.SocketLoops;

/// <summary>Names of the backends that come with Granary. Others are registered by name in dependency injection.</summary>
public static class LoopBackends
{
    /// <summary>Kestrel's stock socket transport; everywhere.</summary>
    public const string Sockets = "sockets";

    /// <summary>Loops on epoll; Linux.</summary>
    public const string Epoll = "epoll";

    /// <summary>Loops on io_uring; Linux, where it is allowed.</summary>
    public const string Uring = "io_uring";

    /// <summary>The first of <see cref="LoopOptions.AutoOrder"/> that this machine has.</summary>
    public const string Auto = "auto";
}
