namespace Granary.Executors.Pools;

/// <summary>What the shell has to do after a command, in order.</summary>
/// <param name="Kind">Which of the things below.</param>
/// <param name="Task">The task it is about.</param>
/// <param name="Worker">The worker it is about.</param>
/// <param name="Status">With <see cref="PoolEffectKind.Settle"/>: how it ended.</param>
/// <param name="Code">With <see cref="PoolEffectKind.Settle"/>: why; null when completed. With an interrupt: why it is given up.</param>
/// <param name="Detail">With a lost task: how its worker ended. With a retry time unknown: null.</param>
/// <param name="RetryAfter">With <see cref="PoolEffectKind.Settle"/>: when a new attempt makes sense.</param>
/// <param name="Succeeded">With <see cref="PoolEffectKind.ReloadEnded"/>: every worker was replaced.</param>
internal readonly record struct PoolEffect(
    PoolEffectKind Kind,
    PoolTask? Task = null,
    PoolWorker? Worker = null,
    ExecutorStatus Status = default,
    string? Code = null,
    string? Detail = null,
    TimeSpan? RetryAfter = null,
    bool Succeeded = false);
