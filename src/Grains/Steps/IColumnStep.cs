namespace Granary.Grains.Steps;

/// <summary>
/// Makes the value of one cell. One instance serves every row and many rows at once: implementations are immutable or thread-safe and never
/// block a thread.
/// </summary>
internal interface IColumnStep
{
    /// <summary>
    /// Runs once. What can be expected to go wrong is <see cref="StepOutcome.Failure"/>; it never throws for that.
    /// </summary>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellationToken"/> is cancelled.</exception>
    ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken);
}
