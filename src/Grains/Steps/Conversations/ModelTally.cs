using System.Collections.Immutable;
using System.Text.Json;
using Granary.Abstractions.Models;

namespace Granary.Grains.Steps.Conversations;

/// <summary>What the calls of one execution have cost so far. One thread.</summary>
internal sealed class ModelTally(TimeProvider time)
{
    private TokenUsage _usage;
    private int _calls;
    private int _rateLimited;
    private TimeSpan _modelTime;

    /// <summary>Calls, and counts what it cost.</summary>
    public async Task<ModelCallResult> CallAsync(IModelCalls models, ModelCall call, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var result = await models.CallAsync(call, cancellationToken);
        var busy = time.GetElapsedTime(started) - result.Waited;
        _usage += result.Usage;
        _calls += result.Attempts;
        _rateLimited += result.RateLimited;
        _modelTime += busy > TimeSpan.Zero ? busy : TimeSpan.Zero;
        return result;
    }

    /// <summary>A value with its cost.</summary>
    public StepOutcome Made(JsonElement value, IReadOnlyDictionary<string, JsonElement> side) => Outcome() with { Value = value, Side = side };

    /// <summary>A failure with its cost.</summary>
    public StepOutcome Failed(StepFailure failure) => Outcome() with { Failure = failure };

    /// <summary>Tokens and calls so far, for a side column.</summary>
    public JsonElement UsageJson() => Values.DataJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("inputTokens", _usage.InputTokens);
        writer.WriteNumber("outputTokens", _usage.OutputTokens);
        writer.WriteNumber("estimated", _usage.Estimated);
        writer.WriteNumber("calls", _calls);
        writer.WriteEndObject();
    });

    private StepOutcome Outcome() => new()
    {
        Side = ImmutableDictionary<string, JsonElement>.Empty,
        Usage = _usage,
        Calls = _calls,
        RateLimited = _rateLimited,
        ModelTime = _modelTime,
    };
}
