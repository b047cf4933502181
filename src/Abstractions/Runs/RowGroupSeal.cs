using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>A row group is finished and its files are in the artifact store.</summary>
/// <param name="Group">Its number.</param>
/// <param name="Session">The activation that sealed it.</param>
/// <param name="Epoch">Run epoch it was opened in.</param>
/// <param name="Part">The part; null when no row is left.</param>
/// <param name="DroppedFile">Name of the file of its dropped rows; null when there is none.</param>
/// <param name="Partial">Rows are missing because the run shut down early.</param>
/// <param name="Last">Final report, counts exact.</param>
/// <param name="Profile">What the values of the written columns look like, in their order.</param>
[GenerateSerializer, Immutable, Alias("granary.RowGroupSeal")]
public sealed record RowGroupSeal(
    [property: Id(0)] long Group,
    [property: Id(1)] int Session,
    [property: Id(2)] int Epoch,
    [property: Id(3)] RunPart? Part,
    [property: Id(4)] string? DroppedFile,
    [property: Id(5)] bool Partial,
    [property: Id(6)] RowGroupReport Last,
    [property: Id(7)] ImmutableArray<RowGroupColumnProfile> Profile);
