namespace Granary.SocketLoops;

/// <summary>Names of the backends that <see cref="LoopOptions.Backend"/> may ask for.</summary>
public static class LoopBackends
{
    /// <summary>Kestrel's stock socket transport.</summary>
    public const string Sockets = "sockets";

    /// <summary>The best backend this machine and this release have.</summary>
    public const string Auto = "auto";

    /// <summary>All valid names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Sockets, Auto];
}
