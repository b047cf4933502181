using System.Collections.Immutable;

namespace Granary.Abstractions.Jobs;

/// <summary>A piece of a job's live events.</summary>
/// <param name="Epoch">Changes when the job was activated anew: sequences before it mean nothing now.</param>
/// <param name="Missed">State changes after the asked sequence that are gone. Progress that a newer one replaced is not missed.</param>
/// <param name="Events">In order; empty when the wait ended first.</param>
/// <param name="Job">The view, taken in the same turn as the page.</param>
/// <param name="Last">Sequence of the newest event; 0 if none.</param>
[GenerateSerializer, Immutable, Alias("granary.JobEventPage")]
public sealed record JobEventPage(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long Missed,
    [property: Id(2)] ImmutableArray<JobEvent> Events,
    [property: Id(3)] JobView Job,
    [property: Id(4)] long Last);
