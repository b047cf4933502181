namespace Granary.Abstractions.Runs;

/// <summary>What a document must agree with to continue a run.</summary>
/// <param name="Fingerprint">SHA-256 of the canonical document, hex.</param>
/// <param name="RowGroupSize">Rows per group.</param>
/// <param name="Rows">Rows asked for so far.</param>
/// <param name="State">Where the run stands.</param>
/// <param name="Outcome">Outcome of a completed run, else null.</param>
/// <param name="Since">When that state began.</param>
[GenerateSerializer, Immutable, Alias("granary.RunPlanView")]
public sealed record RunPlanView(
    [property: Id(0)] string Fingerprint,
    [property: Id(1)] int RowGroupSize,
    [property: Id(2)] long Rows,
    [property: Id(3)] RunState State,
    [property: Id(4)] string? Outcome,
    [property: Id(5)] DateTimeOffset Since);
