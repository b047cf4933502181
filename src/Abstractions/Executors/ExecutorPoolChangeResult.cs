using System.Collections.Immutable;

namespace Granary.Abstractions.Executors;

/// <summary>What came of a change of options at run time; it is in force when nothing stands here.</summary>
/// <param name="NeedsRestart">Options that cannot change while the pool runs; nothing was changed then.</param>
/// <param name="Errors">What is wrong, a sentence each; nothing was changed then.</param>
public sealed record ExecutorPoolChangeResult(ImmutableArray<string> NeedsRestart, ImmutableArray<string> Errors);
