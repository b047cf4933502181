using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>The first rows of a document.</summary>
/// <param name="Validation">What was found in the document; with errors there is nothing else.</param>
/// <param name="Complete">Every row is made or dropped; false: the time was over.</param>
/// <param name="Rows">Good rows, one JSON object each.</param>
/// <param name="Dropped">Dropped rows, one JSON object each.</param>
/// <param name="Profile">What the written columns look like.</param>
/// <param name="Usage">Calls and tokens spent.</param>
/// <param name="Cost">What they cost; null without prices in one currency.</param>
/// <param name="Fault">Why the rows could not be made at all; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("granary.RunPreview")]
public sealed record RunPreview(
    [property: Id(0)] RunValidation Validation,
    [property: Id(1)] bool Complete,
    [property: Id(2)] ImmutableArray<string> Rows,
    [property: Id(3)] ImmutableArray<string> Dropped,
    [property: Id(4)] ImmutableArray<RunColumnProfile> Profile,
    [property: Id(5)] RunUsage Usage,
    [property: Id(6)] RunCost? Cost,
    [property: Id(7)] RowGroupFault? Fault);
