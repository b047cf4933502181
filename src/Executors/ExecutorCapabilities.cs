namespace Granary.Executors;

/// <summary>In what the kinds differ; everything else is the same for all.</summary>
/// <param name="PassesByReference">Typed arguments and results are handed over as they are instead of being written and read.</param>
/// <param name="ChecksSerialization">An argument or result that cannot be written fails its task.</param>
/// <param name="EndsIgnoredCancellation">A lane whose handler ignores its cancellation comes back after the grace.</param>
/// <param name="KillsHandlers">It comes back because the handler really is ended.</param>
/// <param name="SurvivesCrashes">A handler that takes its process down costs tasks of its own worker only.</param>
/// <param name="Preloads">Workers run an initializer before they are ready.</param>
/// <param name="Recycles">Workers are replaced after a number of tasks or above a memory limit.</param>
public sealed record ExecutorCapabilities(
    bool PassesByReference,
    bool ChecksSerialization,
    bool EndsIgnoredCancellation,
    bool KillsHandlers,
    bool SurvivesCrashes,
    bool Preloads,
    bool Recycles)
{
    /// <summary>Those of a kind.</summary>
    public static ExecutorCapabilities Of(ExecutorKind kind) => kind switch
    {
        ExecutorKind.Inline => new(true, true, false, false, false, false, false),
        ExecutorKind.Thread => new(true, false, true, false, false, false, false),
        ExecutorKind.Process or ExecutorKind.Remote => new(false, true, true, true, true, true, true),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
