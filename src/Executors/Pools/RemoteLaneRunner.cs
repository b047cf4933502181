using Granary.Abstractions.Executors;

namespace Granary.Executors.Pools;

/// <summary>Lanes on other silos: what carries the tasks there answers for each as if it were a worker.</summary>
internal sealed class RemoteLaneRunner(IPoolShell shell, IRemoteExecutors? remote) : LocalLaneRunner
{
    public override void Start(ExecutorTask task, PoolWorker worker) =>
        ThreadPool.UnsafeQueueUserWorkItem(static item => _ = item.Runner.RunAsync(item.Task, item.Worker), (Runner: this, Task: task, Worker: worker), preferLocal: false);

    private async Task RunAsync(ExecutorTask task, PoolWorker worker)
    {
        task.Announce();
        shell.TaskEnded(task, worker, await CallAsync(task));
    }

    private async Task<TaskResult> CallAsync(ExecutorTask task)
    {
        var label = shell.Settings.Options.Label!;
        if (remote is null)
        {
            return new TaskResult { Code = TaskFailureCodes.NoCapableSilo, Message = $"no silo carries the label {label}" };
        }

        try
        {
            // What was used up by waiting here is not there to be waited again.
            var call = task.Call with { TimeLeft = task.Deadline - task.StartedAt };
            var outcome = await remote.RunAsync(shell.Settings.Name, label, call, task.Payload, task.Cancellation());
            return outcome.IsCompleted
                ? task.Read(outcome.Value)
                : new TaskResult
                {
                    Code = outcome.Failure.Code,
                    Message = outcome.Failure.Message,
                    RemoteType = outcome.Failure.RemoteType,
                    RemoteStack = outcome.Failure.RemoteStack,
                    Pointer = outcome.Failure.Pointer,
                    RetryAfter = outcome.Failure.RetryAfter,
                };
        }
        catch (Exception error)
        {
            return new TaskResult { Code = TaskFailureCodes.WorkerLost, Message = $"the call to the silo failed: {error.Message}", Exception = error };
        }
    }
}
