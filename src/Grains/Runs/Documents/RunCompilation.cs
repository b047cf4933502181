using System.Collections.Immutable;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Documents;

/// <summary>What became of a document: a run that can start, or every problem it has.</summary>
/// <param name="Run">The executable form; null when there is any error.</param>
/// <param name="Readable">False when it is no YAML or JSON at all; then there is exactly one error.</param>
/// <param name="Errors">Sorted by place, at most 100.</param>
/// <param name="Warnings">What is allowed but surprising.</param>
internal sealed record RunCompilation(
    CompiledRun? Run,
    bool Readable,
    ImmutableArray<RunDocumentError> Errors,
    ImmutableArray<string> Warnings)
{
    /// <summary>The same as the answer to a validation.</summary>
    public RunValidation ToValidation() => Run is null
        ? new RunValidation(Readable, Errors, [], [], 0, Warnings)
        : new RunValidation(
            Readable: true,
            [],
            [.. Run.Graph.Order.Select(Run.Graph.Name)],
            [.. Run.Columns.SelectMany(column => column.Upstream.Select(from => $"{Run.Graph.Name(from)} → {column.Name}"))],
            Run.Rows * Run.Columns.Length,
            Warnings);
}
