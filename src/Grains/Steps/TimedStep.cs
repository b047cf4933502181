using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps.Conversations;

namespace Granary.Grains.Steps;

/// <summary>
/// Bounds one execution of a step, waits for permits included. The deadline also travels with every call, so that admission knows of it; the
/// token ends whatever does not look at deadlines. Calls that were answered before the end are counted with the failure.
/// </summary>
internal sealed class TimedStep(IColumnStep inner, TimeSpan timeout, TimeProvider time) : IColumnStep
{
    /// <inheritdoc/>
    public async ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var deadline = context.Caller.Deadline is { } given && given < timeout ? given : timeout;
        var tally = new ModelTally(time);
        var bounded = context with { Caller = context.Caller with { Deadline = deadline }, Models = new CountedCalls(context.Models, tally) };
        try
        {
            return await inner.RunAsync(input, bounded, linked.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return tally.Failed(new StepFailure(
                StepFailureKinds.Timeout, Retryable: true, Preserved: false, RetryAfter: null, $"not finished within {DurationText.Write(timeout)}"));
        }
    }
}
