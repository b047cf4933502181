namespace Granary.Abstractions.Runs;

/// <summary>One problem of a run document.</summary>
/// <param name="Code"><c>run_unreadable</c>, <c>run_unknown_field</c>, <c>run_cycle</c> …: the table of the run document.</param>
/// <param name="Column">The column it concerns, or null.</param>
/// <param name="Pointer">JSON Pointer into the document.</param>
/// <param name="Line">Line from 1, or null if unknown.</param>
/// <param name="Position">Character in the line from 1, or null if unknown.</param>
/// <param name="Message">What is wrong, with the value and the bound.</param>
/// <param name="Hint">What to do: the nearest valid name, the list of valid ones, the setting to change.</param>
[GenerateSerializer, Immutable, Alias("granary.RunDocumentError")]
public sealed record RunDocumentError(
    [property: Id(0)] string Code,
    [property: Id(1)] string? Column,
    [property: Id(2)] string Pointer,
    [property: Id(3)] int? Line,
    [property: Id(4)] int? Position,
    [property: Id(5)] string Message,
    [property: Id(6)] string? Hint);
