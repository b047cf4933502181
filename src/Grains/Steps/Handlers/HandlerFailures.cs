using Granary.Abstractions.Executors;

namespace Granary.Grains.Steps.Handlers;

/// <summary>Failures of handler calls as failures of cells, under their own codes.</summary>
internal static class HandlerFailures
{
    /// <summary>
    /// What the pool could not do now or lost may be tried again, and a full or sick pool says nothing of the cell. What the handler itself does with these
    /// arguments it would do again.
    /// </summary>
    public static StepFailure Of(TaskFailure failure)
    {
        var preserved = failure.Code is TaskFailureCodes.Overloaded or TaskFailureCodes.Unhealthy or TaskFailureCodes.NoCapableSilo or TaskFailureCodes.Stopped;
        var retryable = preserved || failure.Code is TaskFailureCodes.WorkerLost or TaskFailureCodes.TimedOut;
        return new StepFailure(failure.Code, retryable, preserved, failure.RetryAfter, failure.Message);
    }
}
