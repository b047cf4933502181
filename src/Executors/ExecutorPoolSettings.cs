namespace Granary.Executors;

/// <summary>One pool's options, checked and resolved. Immutable.</summary>
internal sealed record ExecutorPoolSettings(
    string Name,
    ExecutorKind Kind,
    int Lanes,
    int MaxPending,
    ExecutorOverflow Overflow,
    TimeSpan OverflowTimeout,
    int MaxWaiters,
    TimeSpan StopTimeout,
    TimeSpan Grace)
{
    private const int DefaultThreads = 40;

    /// <summary>From options that <see cref="ExecutorPoolOptionsCheck"/> found right.</summary>
    public static ExecutorPoolSettings From(string name, ExecutorPoolOptions options)
    {
        var kind = ExecutorKinds.ByName[options.Kind];
        return new ExecutorPoolSettings(
            name,
            kind,
            options.MaxWorkers ?? (kind == ExecutorKind.Thread ? DefaultThreads : Environment.ProcessorCount),
            options.MaxPending,
            ExecutorOverflows.ByName[options.Overflow],
            options.OverflowTimeout,
            options.MaxWaiters,
            options.StopTimeout,
            options.Grace);
    }
}
