namespace Granary.Abstractions.Runs;

/// <summary>A sealed part: the good rows of one row group.</summary>
/// <param name="Group">Row-group number.</param>
/// <param name="Name">Artifact name.</param>
/// <param name="FirstRow">Index of the group's first row.</param>
/// <param name="Rows">Rows in the part.</param>
/// <param name="Dropped">Rows of the group that were dropped.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Sha256">Hex.</param>
[GenerateSerializer, Immutable, Alias("granary.RunPart")]
public sealed record RunPart(
    [property: Id(0)] long Group,
    [property: Id(1)] string Name,
    [property: Id(2)] long FirstRow,
    [property: Id(3)] int Rows,
    [property: Id(4)] int Dropped,
    [property: Id(5)] long Bytes,
    [property: Id(6)] string Sha256);
