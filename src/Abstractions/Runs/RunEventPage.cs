using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>A piece of a run's live events.</summary>
/// <param name="Exists">False when there is no such run; everything else is empty then.</param>
/// <param name="Epoch">Changes when the run was activated anew: sequences before it mean nothing now.</param>
/// <param name="Missed">Events after the asked sequence that are gone.</param>
/// <param name="Events">In order; empty when the wait ended first.</param>
/// <param name="Snapshot">The view, taken in the same turn as the page; its state includes all of <paramref name="Events"/>.</param>
/// <param name="Ended">The run has ended and <paramref name="Events"/> holds its last event, or there is none left.</param>
/// <param name="Last">Sequence of the newest event that exists; 0 if none.</param>
[GenerateSerializer, Immutable, Alias("granary.RunEventPage")]
public sealed record RunEventPage(
    [property: Id(0)] bool Exists,
    [property: Id(1)] string Epoch,
    [property: Id(2)] long Missed,
    [property: Id(3)] ImmutableArray<RunEvent> Events,
    [property: Id(4)] RunView? Snapshot,
    [property: Id(5)] bool Ended,
    [property: Id(6)] long Last);
