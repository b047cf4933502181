namespace Granary.Executors.Pools;

/// <summary>What the shell has to do after a command, in order.</summary>
/// <param name="Kind">Which of the things below.</param>
/// <param name="Task">The task it is about.</param>
/// <param name="Status">With <see cref="PoolEffectKind.Settle"/>: how it ended.</param>
/// <param name="Code">With <see cref="PoolEffectKind.Settle"/>: why; null when completed.</param>
internal readonly record struct PoolEffect(PoolEffectKind Kind, PoolTask Task, ExecutorStatus Status = default, string? Code = null);
