using Granary.Abstractions.Executors;

namespace Granary.Simulation.Jobs;

/// <summary>A pool of each silo whose tasks take virtual time; what really ran is kept in one book.</summary>
internal sealed class SimulatedHandlers(string silo, TaskBook book, TimeProvider time) : IHandlerCalls
{
    public TaskFailure? Check(string pool, string handler, TaskPayload? input) =>
        pool == "p" ? null : new TaskFailure(TaskFailureCodes.UnknownPool, "there is only p");

    public async Task<TaskOutcome> CallAsync(HandlerCall call, CancellationToken cancellationToken)
    {
        var job = System.Text.Encoding.UTF8.GetString(call.Input.Data.Span).Trim('"');
        book.Begin(job, call.Attempt, silo);
        call.OnStarted?.Invoke();
        for (var step = 0; step < book.Steps; step++)
        {
            try
            {
                await Task.Delay(book.Step, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return TaskOutcome.Failed(TaskFailureCodes.Cancelled, "cancelled");
            }

            call.OnProgress?.Invoke(new TaskProgress(100.0 * (step + 1) / book.Steps, null, null));
        }

        book.Finish(job, call.Attempt);
        return TaskOutcome.Of(TaskPayload.Json(System.Text.Encoding.UTF8.GetBytes($"\"{job}/{call.Attempt}\"")));
    }
}
