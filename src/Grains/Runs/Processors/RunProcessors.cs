using System.Collections.Immutable;
using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Runs.Processors;

/// <summary>The processors of a run in executable form. Immutable and thread-safe.</summary>
internal sealed record RunProcessors
{
    /// <summary>A document without any.</summary>
    public static RunProcessors None { get; } = new();

    /// <summary>The work before the batch, as a column of its own behind those of the document; null: there is none.</summary>
    public CompiledColumn? PreBatch { get; init; }

    /// <summary>Columns that are made before it: seeds, and samplers that need nothing else.</summary>
    public ImmutableArray<int> Before { get; init; } = [];

    /// <summary>The work behind the batch, as a column of its own behind those of the document; null: there is none.</summary>
    public CompiledColumn? PostBatch { get; init; }

    /// <summary>What becomes of the whole result; null: nothing.</summary>
    public AfterProcessors? After { get; init; }

    /// <summary>Columns and side columns that are no part of the parts.</summary>
    public ImmutableHashSet<string> Dropped { get; init; } = [];
}
