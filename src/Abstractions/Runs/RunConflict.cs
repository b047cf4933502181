namespace Granary.Abstractions.Runs;

/// <summary>Why a submission or an action does not fit the state of a run.</summary>
/// <param name="Code"><c>run_state</c>, <c>run_shrinks</c>, <c>run_processed</c>, <c>run_fingerprint</c>.</param>
/// <param name="Detail">A sentence naming the state and what is possible.</param>
[GenerateSerializer, Immutable, Alias("granary.RunConflict")]
public sealed record RunConflict([property: Id(0)] string Code, [property: Id(1)] string Detail);
