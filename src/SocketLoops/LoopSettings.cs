namespace Granary.SocketLoops;

/// <summary>Validated options, immutable: what loops and listeners are made from.</summary>
internal sealed record LoopSettings(
    int Loops,
    bool ReusePort,
    string Balance,
    int Backlog,
    int MaxEvents,
    int PostCapacity,
    int MaxTasksPerLoop,
    int ReceiveBlock,
    bool Inline,
    bool HangUpAborts,
    string CpuAffinity,
    TimeSpan ShutdownTimeout,
    int UringEntries,
    int UringBuffers,
    long ZeroCopyAbove,
    LoopTuning Tuning)
{
    private const int MostByDefault = 16;

    public static LoopSettings From(LoopOptions options) => new(
        options.Loops > 0 ? options.Loops : Math.Clamp(Environment.ProcessorCount / 2, 1, MostByDefault),
        options.Accept == AcceptStrategies.ReusePort,
        options.Balance,
        options.Backlog,
        options.MaxEvents,
        options.PostCapacity,
        options.MaxTasksPerLoop,
        options.ReceiveBlock,
        options.Inline,
        options.HangUpAborts,
        options.CpuAffinity,
        options.ShutdownTimeout,
        options.UringEntries,
        options.UringBuffers,
        options.ZeroCopyAbove,
        LoopTuning.From(options));
}
