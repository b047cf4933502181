namespace Granary.Abstractions.Runs;

/// <summary>One row group's part of a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Epoch">Rises whenever the run is started anew (activation, resume); an older epoch's orders are ignored.</param>
/// <param name="Group">Number of the group.</param>
/// <param name="FirstRow">Index of its first row.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Submission">The document.</param>
/// <param name="CreatedAt">Instant of the submission: the <c>now</c> of every expression, so that recomputed cells are equal.</param>
/// <param name="Order">What to do first.</param>
[GenerateSerializer, Immutable, Alias("granary.RowGroupAssignment")]
public sealed record RowGroupAssignment(
    [property: Id(0)] string RunId,
    [property: Id(1)] int Epoch,
    [property: Id(2)] long Group,
    [property: Id(3)] long FirstRow,
    [property: Id(4)] int Rows,
    [property: Id(5)] RunSubmission Submission,
    [property: Id(6)] DateTimeOffset CreatedAt,
    [property: Id(7)] RowGroupOrder Order);
