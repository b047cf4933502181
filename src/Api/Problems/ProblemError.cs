using Granary.Abstractions.Runs;

namespace Granary.Api.Problems;

/// <summary>One of several errors of a body.</summary>
internal sealed record ProblemError(string Code, string? Column, string Pointer, int? Line, int? Position, string Message, string? Hint)
{
    public static ProblemError From(RunDocumentError error) =>
        new(error.Code, error.Column, error.Pointer, error.Line, error.Position, error.Message, error.Hint);
}
