namespace Granary.Abstractions.Runs;

/// <summary>The deadline of a run, and what is known of it now.</summary>
/// <param name="At">When it passes: <c>limits.deadline</c> after the first start.</param>
/// <param name="InTime">The run should end, or has ended, by then; null: nobody can tell yet.</param>
/// <param name="Basis">What that rests on.</param>
[GenerateSerializer, Immutable, Alias("granary.RunDeadline")]
public sealed record RunDeadline([property: Id(0)] DateTimeOffset At, [property: Id(1)] bool? InTime, [property: Id(2)] string Basis);
