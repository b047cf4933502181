using Granary.Grains.Steps;
using Granary.Grains.Values;

namespace Granary.Grains.Runs.Documents;

/// <summary>A column between reading and compiling: what it says, what it reads, and what is known of it.</summary>
internal sealed class ColumnDraft
{
    /// <summary>The column's mapping.</summary>
    public required DocumentNode Place { get; init; }

    /// <summary>Its name, unique among the drafts; null when it has none that could be referred to.</summary>
    public string? Name { get; init; }

    /// <summary>Its kind, when there is one of that name.</summary>
    public IStepKind? Kind { get; init; }

    /// <summary>What it reads and what has to be looked at.</summary>
    public required StepTexts Texts { get; init; }

    /// <summary>The step; null when something is wrong with it.</summary>
    public StepDefinition? Definition { get; init; }

    /// <summary>The declared type and where it stands.</summary>
    public (DataType Type, DocumentNode Place)? Type { get; init; }

    /// <summary>When it is left out.</summary>
    public SkipRule? Skip { get; init; }

    /// <summary>Used, not written.</summary>
    public bool Drop { get; init; }

    /// <summary>Bound of one try.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What is known of its values: the declared type where there is one.</summary>
    public DataShape Shape => Definition is null
        ? DataShape.Unknown
        : Type is { } declared && !Definition.AppliesType && Definition.Shape.IsUnknown ? DataShape.Of(declared.Type) : Definition.Shape;
}
