using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Progress;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>Bounds of the whole run: time, tokens, money. One that is reached pauses the run, and calls in flight still finish.</summary>
internal sealed partial class RunCore
{
    private TimeSpan? Deadline => State.Limits?.Deadline ?? _shape.Limits.Deadline;

    private long? MaxTokens => State.Limits?.MaxTokens ?? _shape.Limits.MaxTokens;

    private decimal? MaxCost => State.Limits?.MaxCost ?? _shape.Limits.MaxCost?.Amount;

    /// <summary>What the estimate of the end says about the deadline. Never more than is known: no rate, no word.</summary>
    private RunDeadline? DeadlineView(RunEta? eta)
    {
        if (Deadline is not { } deadline || State.RunningSince is not { } since)
        {
            return null;
        }

        var at = since + deadline;
        if (State.State == RunState.Completed)
        {
            return new RunDeadline(at, State.Since <= at, FormattableString.Invariant($"ended at {State.Since:O}"));
        }

        return eta switch
        {
            null => new RunDeadline(at, null, $"the run is {RunStateNames.Of(State.State)}"),
            { At: { } end } => new RunDeadline(at, end <= at, FormattableString.Invariant($"should end at {end:O}: {eta.Basis}")),
            _ => new RunDeadline(at, null, eta.Basis),
        };
    }

    private void CheckLimits(DateTimeOffset now)
    {
        if (State.State == RunState.Running && LimitReached(now) is { } limit)
        {
            Halt($"limit_reached: {limit}", now);
        }
    }

    private string? LimitReached(DateTimeOffset now)
    {
        if (Deadline is { } deadline && State.RunningSince is { } since && now - since >= deadline)
        {
            return $"limits.deadline of {deadline} passed, counted from {since:O}";
        }

        if (MaxTokens is null && MaxCost is null)
        {
            return null;
        }

        var totals = Totals();
        if (totals.Usage.InputTokens + totals.Usage.OutputTokens >= MaxTokens)
        {
            return $"limits.maxTokens of {MaxTokens} is used up; resume with a higher one";
        }

        return CostEstimate.Of(_shape, totals, _plan.Rows) is { } cost && cost.Amount >= MaxCost
            ? FormattableString.Invariant($"limits.maxCost of {MaxCost} {cost.Currency} is spent; resume with a higher one")
            : null;
    }
}
