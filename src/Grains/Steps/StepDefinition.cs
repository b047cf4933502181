using System.Collections.Immutable;
using Granary.Grains.Values;

namespace Granary.Grains.Steps;

/// <summary>What a step kind made of its configuration. Immutable.</summary>
internal sealed record StepDefinition
{
    /// <summary>Makes the cell.</summary>
    public required IColumnStep Step { get; init; }

    /// <summary>What is known of its values.</summary>
    public required DataShape Shape { get; init; }

    /// <summary>The value costs money or could differ on another try, so it must be kept durably.</summary>
    public required bool Logged { get; init; }

    /// <summary>It never waits for anything outside the process.</summary>
    public required bool Local { get; init; }

    /// <summary>It makes all live rows of a row group at once (<see cref="StepInput.Batch"/>).</summary>
    public bool IsBatch { get; init; }

    /// <summary>It applies the column's <c>type</c> by itself.</summary>
    public bool AppliesType { get; init; }

    /// <summary>The model alias it calls, or null.</summary>
    public string? Alias { get; init; }

    /// <summary>Full names of the columns written beside it.</summary>
    public ImmutableArray<string> SideColumns { get; init; } = [];

    /// <summary>What is allowed but surprising.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
