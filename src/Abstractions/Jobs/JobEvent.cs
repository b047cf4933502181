namespace Granary.Abstractions.Jobs;

/// <summary>One live event of a job.</summary>
/// <param name="Sequence">+1 each, per activation of the job; see <see cref="JobEventPage.Epoch"/>.</param>
/// <param name="Kind"><c>progress</c>, <c>state</c> or <c>end</c>.</param>
/// <param name="Job">The view at that moment.</param>
[GenerateSerializer, Immutable, Alias("granary.JobEvent")]
public sealed record JobEvent([property: Id(0)] long Sequence, [property: Id(1)] string Kind, [property: Id(2)] JobView Job);
