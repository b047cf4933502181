namespace Granary.Executors;

/// <summary>One pool's options, checked and resolved. Immutable; a change at run time is a new one.</summary>
internal sealed record ExecutorPoolSettings
{
    private const int DefaultThreads = 40;

    public required string Name { get; init; }

    /// <summary>Where tasks really run: inline with bypass, process for a remote pool whose label this process carries.</summary>
    public required ExecutorKind Kind { get; init; }

    public required bool IsBypassed { get; init; }

    /// <summary>What it was made from.</summary>
    public required ExecutorPoolOptions Options { get; init; }

    public required int MaxWorkers { get; init; }

    public required int MinWorkers { get; init; }

    public required ExecutorOverflow Overflow { get; init; }

    public int LanesPerWorker => Options.LanesPerWorker;

    public int Lanes => MaxWorkers * LanesPerWorker;

    public bool IsPython => string.Equals(Options.Runtime, ExecutorRuntimes.Python, StringComparison.Ordinal);

    public bool WaitsWhenUnhealthy => string.Equals(Options.WhenUnhealthy, ExecutorUnhealthyRules.Wait, StringComparison.Ordinal);

    /// <summary>What another process could not take fails.</summary>
    public bool ChecksSerialization => Kind switch
    {
        ExecutorKind.Inline => !IsBypassed || Options.BypassChecksSerialization,
        ExecutorKind.Thread => false,
        _ => true,
    };

    /// <summary>From options that <see cref="ExecutorPoolOptionsCheck"/> found right.</summary>
    public static ExecutorPoolSettings From(string name, ExecutorPoolOptions options, bool isBypassed = false, bool isLocal = false)
    {
        var declared = ExecutorKinds.ByName[options.Kind];
        var kind = isBypassed ? ExecutorKind.Inline : declared == ExecutorKind.Remote && isLocal ? ExecutorKind.Process : declared;
        var workers = options.MaxWorkers ?? (declared == ExecutorKind.Thread ? DefaultThreads : Environment.ProcessorCount);
        return new ExecutorPoolSettings
        {
            Name = name,
            Kind = kind,
            IsBypassed = isBypassed && declared != ExecutorKind.Inline,
            Options = options,
            MaxWorkers = workers,
            MinWorkers = Math.Min(workers, options.MinWorkers ?? workers),
            Overflow = ExecutorOverflows.ByName[options.Overflow],
        };
    }
}
