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
    ImmutableArray<string> Warnings);
