using System.Collections.Concurrent;
using Granary.Abstractions.Executors;
using Granary.Executors;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Executors.Remote;

/// <summary>
/// Tasks that other silos sent here. A task lives as long as its caller asks for it: 30 s without a question, and it is cancelled and forgotten, so
/// that a caller's death leaves nothing behind. Thread-safe.
/// </summary>
internal sealed partial class RemoteTaskHost(ILabelledPools pools, RemotePayloads payloads, TimeProvider time, ILogger<RemoteTaskHost> logger)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<Guid, HostedRemoteTask> _tasks = new();

    public Task<RemoteTaskReply> StartAsync(RemoteTask task)
    {
        var hosted = new HostedRemoteTask(task, pools.IsIdempotent(task.Pool, task.Handler), time);
        if (_tasks.TryAdd(task.Id, hosted))
        {
            _ = RunAsync(hosted);
            return Task.FromResult(hosted.Reply);
        }

        // The answer of the first start was lost.
        return AwaitAsync(task.Id, 0, TimeSpan.Zero);
    }

    public Task<RemoteTaskReply> AwaitAsync(Guid task, long version, TimeSpan wait) =>
        _tasks.TryGetValue(task, out var hosted) ? hosted.AwaitAsync(version, wait) : Task.FromResult(RemoteTaskReply.Unknown);

    public void Cancel(Guid task)
    {
        if (_tasks.TryGetValue(task, out var hosted))
        {
            hosted.Cancel();
        }
    }

    /// <summary>Forgets tasks nobody asks for; called now and then.</summary>
    public void ForgetAbandoned()
    {
        var now = time.GetUtcNow();
        foreach (var (id, hosted) in _tasks.Where(task => now - task.Value.Asked >= _patience))
        {
            if (hosted.Reply.Stage != RemoteTaskStage.Ended)
            {
                LogAbandoned(hosted.Task.Pool, hosted.Task.Handler);
                hosted.Cancel();
            }
            else if (_tasks.TryRemove(id, out _))
            {
                _ = DeleteResultAsync(hosted);
            }
        }
    }

    private async Task RunAsync(HostedRemoteTask hosted)
    {
        var task = hosted.Task;
        try
        {
            var argument = task.Argument ?? await payloads.ReadAsync(task.Artifact!, task.ArtifactIsJson, hosted.Cancelled);
            var call = new ExecutorCall(task.Handler)
            {
                Affinity = task.Affinity,
                Priority = task.Priority,
                TimeLeft = task.TimeLeft,
                TaskTimeout = task.TaskTimeout,
                Attempt = task.Attempt,
                Tenant = task.Tenant,
                Started = hosted.Started,
                Progress = progress => hosted.Progress(TaskWire.Progress(progress)),
            };
            var outcome = await pools.RunAsync(task.Pool, call, argument, hosted.Cancelled);
            if (outcome.IsCompleted && RemotePayloads.IsLarge(outcome.Result))
            {
                await payloads.WriteAsync(RemotePayloads.Result(task.Id), outcome.Result, hosted.Cancelled);
                hosted.Ended(outcome with { Result = TaskPayload.Null }, RemotePayloads.Result(task.Id), outcome.Result.IsJson);
            }
            else
            {
                hosted.Ended(outcome, null, false);
            }
        }
        catch (Exception e)
        {
            LogBroken(task.Pool, task.Handler, e);
            hosted.Ended(TaskOutcome.Failed(TaskFailureCodes.WorkerLost, $"The silo that ran it could not carry argument or result: {e.Message}"), null, false);
        }
    }

    private async Task DeleteResultAsync(HostedRemoteTask hosted)
    {
        try
        {
            if (hosted.Reply.Artifact is { } result)
            {
                await payloads.DeleteAsync(result);
            }
        }
        catch (IOException e)
        {
            LogBroken(hosted.Task.Pool, hosted.Task.Handler, e);
        }
    }

    [LoggerMessage(2430, LogLevel.Warning, "Nobody asks any more for a task of pool {Pool}, handler {Handler}, that came from another silo; it is cancelled")]
    private partial void LogAbandoned(string pool, string handler);

    [LoggerMessage(2431, LogLevel.Error, "A task of pool {Pool}, handler {Handler}, that came from another silo could not be carried out")]
    private partial void LogBroken(string pool, string handler, Exception exception);
}
