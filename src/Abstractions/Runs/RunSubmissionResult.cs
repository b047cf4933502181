using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>What became of a submission.</summary>
/// <param name="Outcome">Closed set, see <see cref="RunSubmissionOutcome"/>.</param>
/// <param name="Run">The run, when one was created or continued.</param>
/// <param name="Errors">Every problem of the document, sorted by place; at most 100.</param>
/// <param name="Conflict">The code and sentence of a conflict, else null.</param>
[GenerateSerializer, Immutable, Alias("granary.RunSubmissionResult")]
public sealed record RunSubmissionResult(
    [property: Id(0)] RunSubmissionOutcome Outcome,
    [property: Id(1)] RunView? Run,
    [property: Id(2)] ImmutableArray<RunDocumentError> Errors,
    [property: Id(3)] RunConflict? Conflict);
