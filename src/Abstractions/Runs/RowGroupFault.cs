namespace Granary.Abstractions.Runs;

/// <summary>Why a row group cannot go on.</summary>
/// <param name="Code"><c>checkpoint_failed</c>, <c>admission_blocked</c>, <c>document_invalid</c>, <c>internal</c> …</param>
/// <param name="Detail">One sentence naming the thing and what would help.</param>
[GenerateSerializer, Immutable, Alias("granary.RowGroupFault")]
public sealed record RowGroupFault([property: Id(0)] string Code, [property: Id(1)] string Detail);
