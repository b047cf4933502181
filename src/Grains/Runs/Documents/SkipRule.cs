using System.Text.Json;
using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Documents;

/// <summary>When a cell is left out, and what stands in its place. Immutable and thread-safe.</summary>
/// <param name="decide">The compiled condition; pure.</param>
/// <param name="value">What the cell holds when it is skipped; JSON null unless the document says otherwise.</param>
/// <param name="propagate">Dependants of a skipped cell are skipped too.</param>
internal sealed class SkipRule(Func<StepInput, SkipDecision> decide, JsonElement value, bool propagate)
{
    /// <summary>What the cell holds when it is skipped; JSON null unless the document says otherwise.</summary>
    public JsonElement Value { get; } = value;

    /// <summary>Dependants of a skipped cell are skipped too.</summary>
    public bool Propagate { get; } = propagate;

    /// <summary>Whether the cell of that row is left out. A condition that cannot be evaluated is a failure of the cell, never retryable.</summary>
    public SkipDecision Decide(StepInput input) => decide(input);
}
