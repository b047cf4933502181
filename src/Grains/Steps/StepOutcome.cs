using System.Collections.Immutable;
using System.Text.Json;
using Granary.Abstractions.Models;

namespace Granary.Grains.Steps;

/// <summary>How one execution of a step ended. What was spent is told for failures too.</summary>
internal sealed record StepOutcome
{
    /// <summary>The cell's value; <c>Undefined</c> when <see cref="Failure"/> is set.</summary>
    public JsonElement Value { get; init; }

    /// <summary>Values of the side columns, by full name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Side { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>Why there is no value; null on success.</summary>
    public StepFailure? Failure { get; init; }

    /// <summary>For a batch: why single rows are lost, by their place; null where one is not. Default: none is.</summary>
    public ImmutableArray<StepFailure?> RowFailures { get; init; }

    /// <summary>Tokens of all calls.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Calls really sent to providers.</summary>
    public int Calls { get; init; }

    /// <summary>Of those, refused for load, as far as the executor tells.</summary>
    public int RateLimited { get; init; }

    /// <summary>Time spent in calls, waiting for permits left out.</summary>
    public TimeSpan ModelTime { get; init; }

    /// <summary>A value that cost nothing.</summary>
    public static StepOutcome Of(JsonElement value) => new() { Value = value };

    /// <summary>A failure that cost nothing.</summary>
    public static StepOutcome Failed(StepFailure failure) => new() { Failure = failure };
}
