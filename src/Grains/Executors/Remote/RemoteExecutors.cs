using System.Collections.Concurrent;
using Granary.Abstractions.Executors;
using Granary.Executors;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Executors.Remote;

/// <summary>
/// Sends tasks of remote pools to silos that carry the label.
/// <para>1. The silos of the label are asked for, at most once a second; without one for 5 s the task fails. 2. The least loaded gets it: what it said it
/// has, and what went there from here since. 3. It is started there, then asked for until it has ended, each time in a short call: a lost answer costs
/// a question, not the task. 4. A silo that does not know the task, or does not answer for 30 s, is gone: an idempotent task runs once elsewhere.</para>
/// </summary>
internal sealed partial class RemoteExecutors(
    ILabelledPools labels, RemotePayloads payloads, IGrainFactory grains, TimeProvider time, ILogger<RemoteExecutors> logger) : IRemoteExecutors
{
    private static readonly TimeSpan _noSilo = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lost = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _question = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _betweenProgress = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, RemoteSilos> _silos = new(StringComparer.Ordinal);

    public bool IsLocal(string label) => labels.Labels.Contains(label);

    public async ValueTask<ExecutorOutcome<ExecutorPayload>> RunAsync(
        string pool, string label, ExecutorCall call, ExecutorPayload argument, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var task = new RemoteTask(
            Guid.NewGuid(), pool, call.Handler, TaskWire.Payload(argument), null, false, call.Affinity, call.Priority, call.TimeLeft, call.TaskTimeout, call.Attempt, call.Tenant);
        try
        {
            if (RemotePayloads.IsLarge(task.Argument!))
            {
                await payloads.WriteAsync(RemotePayloads.Argument(task.Id), task.Argument!, cancellationToken);
                task = task with { Argument = null, Artifact = RemotePayloads.Argument(task.Id), ArtifactIsJson = argument.IsJson };
            }

            var (outcome, again) = await TryAsync(label, task, call, started, null, cancellationToken);
            if (again is { } lost)
            {
                (outcome, _) = await TryAsync(label, task with { Id = Guid.NewGuid() }, call, started, lost, cancellationToken);
            }

            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return TaskWire.Failed(new TaskFailure(TaskFailureCodes.Cancelled, $"The task was cancelled by its caller in the executor pool '{pool}'."));
        }
        catch (IOException e)
        {
            return TaskWire.Failed(new TaskFailure(TaskFailureCodes.WorkerLost, $"The artifact store could not carry argument or result: {e.Message}"));
        }
        finally
        {
            if (task.Artifact is { } written)
            {
                await DeleteAsync(written);
            }
        }
    }

    // The key of a silo that was lost with the task, when the task may run once more elsewhere.
    private async Task<(ExecutorOutcome<ExecutorPayload> Outcome, string? Again)> TryAsync(
        string label, RemoteTask task, ExecutorCall call, DateTimeOffset started, string? not, CancellationToken cancellationToken)
    {
        if (await FindAsync(label, task, started, not, cancellationToken) is not { } silo)
        {
            return (TaskWire.Failed(NoSilo(task, label)), null);
        }

        var silos = _silos[label];
        silos.Sent(silo.Key);
        try
        {
            var left = task.TimeLeft - (time.GetUtcNow() - started);
            return await AskAsync(silo, task with { TimeLeft = left > TimeSpan.Zero || left is null ? left : TimeSpan.FromMilliseconds(1) }, call, cancellationToken);
        }
        finally
        {
            silos.Returned(silo.Key);
        }
    }

    private async Task<(ExecutorOutcome<ExecutorPayload> Outcome, string? Again)> AskAsync(
        ExecutorSilo silo, RemoteTask task, ExecutorCall call, CancellationToken cancellationToken)
    {
        var door = grains.GetGrain<IExecutorSiloGrain>(silo.Key);
        using var cancelling = cancellationToken.UnsafeRegister(_ => _ = CancelAsync(door, task), null);
        var heard = time.GetUtcNow();
        var mayHaveStarted = false;
        var running = false;
        RemoteTaskReply? last = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var reply = last is null
                    ? await door.StartAsync(task).WaitAsync(cancellationToken)
                    : await door.AwaitAsync(task.Id, last.Version, _question).WaitAsync(cancellationToken);
                heard = time.GetUtcNow();
                if (reply.Stage == RemoteTaskStage.Unknown)
                {
                    return Lost(silo, task, !mayHaveStarted || last is { IsIdempotent: true });
                }

                mayHaveStarted = true;
                if (!running && (reply.Stage == RemoteTaskStage.Running || reply.Outcome is { IsCompleted: true }))
                {
                    running = true;
                    call.Started?.Invoke();
                }

                if (reply.Progress is { } progress && progress != last?.Progress)
                {
                    call.Progress?.Invoke(TaskWire.Progress(progress));
                }

                if (reply.Stage == RemoteTaskStage.Ended)
                {
                    return (TaskWire.Outcome(await ResultAsync(reply, cancellationToken)), null);
                }

                last = reply;
            }
            catch (Exception e) when (e is not IOException && !cancellationToken.IsCancellationRequested)
            {
                // An answer that was lost says nothing of what happened there.
                mayHaveStarted = true;
                LogNotAnswered(silo.Silo, task.Pool, e);
                if (time.GetUtcNow() - heard >= _lost)
                {
                    return Lost(silo, task, last is { IsIdempotent: true });
                }
            }

            await Task.Delay(_betweenProgress, time, cancellationToken);
        }
    }

    private async Task<TaskOutcome> ResultAsync(RemoteTaskReply reply, CancellationToken cancellationToken)
    {
        if (reply.Artifact is not { } artifact)
        {
            return reply.Outcome!;
        }

        var result = await payloads.ReadAsync(artifact, reply.ArtifactIsJson, cancellationToken);
        await DeleteAsync(artifact);
        return TaskOutcome.Of(result);
    }

    private async Task DeleteAsync(string artifact)
    {
        try
        {
            await payloads.DeleteAsync(artifact);
        }
        catch (IOException e)
        {
            LogNotDeleted(artifact, e);
        }
    }

    private async Task<ExecutorSilo?> FindAsync(string label, RemoteTask task, DateTimeOffset started, string? not, CancellationToken cancellationToken)
    {
        var silos = _silos.GetOrAdd(label, static _ => new RemoteSilos());
        var until = time.GetUtcNow() + _noSilo;
        if (task.TimeLeft is { } left && started + left < until)
        {
            until = started + left;
        }

        while (true)
        {
            if (silos.IsOld(time.GetUtcNow(), _look))
            {
                try
                {
                    silos.Found(await grains.GetGrain<IExecutorSilosGrain>(label).ListAsync().WaitAsync(cancellationToken), time.GetUtcNow());
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // The directory moves; whoever was known a moment ago is still good enough.
                    LogNoDirectory(label, e);
                }
            }

            if (silos.LeastLoaded(task.Pool, not, time.GetUtcNow(), _lost) is { } silo)
            {
                return silo;
            }

            if (time.GetUtcNow() >= until)
            {
                return null;
            }

            await Task.Delay(_look / 2, time, cancellationToken);
        }
    }

    private static (ExecutorOutcome<ExecutorPayload> Outcome, string? Again) Lost(ExecutorSilo silo, RemoteTask task, bool mayRunAgain) => (
        TaskWire.Failed(new TaskFailure(
            TaskFailureCodes.WorkerLost, $"The silo {silo.Silo} went away while it ran a task of the executor pool '{task.Pool}' (handler '{task.Handler}').")),
        mayRunAgain ? silo.Key : null);

    private static TaskFailure NoSilo(RemoteTask task, string label) => new(
        TaskFailureCodes.NoCapableSilo,
        $"No silo with the label '{label}' was there for {_noSilo.TotalSeconds:0} s, which the executor pool '{task.Pool}' needs. Start one with Silo:Labels '{label}'.",
        RetryAfter: _noSilo);

    private async Task CancelAsync(IExecutorSiloGrain door, RemoteTask task)
    {
        try
        {
            await door.CancelAsync(task.Id);
        }
        catch (Exception e)
        {
            LogNotCancelled(task.Pool, e);
        }
    }

    [LoggerMessage(2433, LogLevel.Warning, "Silo {Silo} does not answer for a task of pool {Pool}; it is asked again")]
    private partial void LogNotAnswered(string silo, string pool, Exception exception);

    [LoggerMessage(2434, LogLevel.Warning, "The silos with label {Label} could not be asked for")]
    private partial void LogNoDirectory(string label, Exception exception);

    [LoggerMessage(2436, LogLevel.Warning, "'{Artifact}' could not be deleted from the artifact store; nobody needs it any more")]
    private partial void LogNotDeleted(string artifact, Exception exception);

    [LoggerMessage(2435, LogLevel.Warning, "A task of pool {Pool} could not be cancelled on its silo; there it ends 30 s after the last question")]
    private partial void LogNotCancelled(string pool, Exception exception);
}
