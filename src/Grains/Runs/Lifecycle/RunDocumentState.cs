using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>The document of a run, kept apart from what changes with every row group.</summary>
[GenerateSerializer, Alias("granary.RunDocumentState")]
internal sealed class RunDocumentState
{
    /// <summary>The document in canonical form, with the submission's overrides in it.</summary>
    [Id(0)]
    public RunSubmission? Submission { get; set; }

    /// <summary>What the run itself must know of it, JSON (<see cref="RunShape"/>).</summary>
    [Id(1)]
    public byte[] Shape { get; set; } = [];
}
