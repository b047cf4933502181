using Granary.Abstractions.Executors;

namespace Granary.Grains.Executors.Remote;

/// <summary>A task that another silo sent here. Thread-safe.</summary>
internal sealed class HostedRemoteTask(RemoteTask task, bool isIdempotent, TimeProvider time)
{
    private readonly Lock _gate = new();
    // Without timer and parent, so there is nothing to give back.
    private readonly CancellationTokenSource _cancel = new();
    private TaskCompletionSource _changed = New();
    private RemoteTaskReply _reply = new(RemoteTaskStage.Waiting, null, null, false, null, 1, isIdempotent);
    private DateTimeOffset _asked = time.GetUtcNow();

    public RemoteTask Task { get; } = task;

    public CancellationToken Cancelled => _cancel.Token;

    /// <summary>When its caller asked last.</summary>
    public DateTimeOffset Asked
    {
        get
        {
            lock (_gate)
            {
                return _asked;
            }
        }
    }

    public RemoteTaskReply Reply
    {
        get
        {
            lock (_gate)
            {
                return _reply;
            }
        }
    }

    public void Started() => Change(static reply => reply.Stage == RemoteTaskStage.Waiting ? reply with { Stage = RemoteTaskStage.Running } : reply);

    public void Progress(TaskProgress progress) => Change(reply => reply.Stage == RemoteTaskStage.Ended ? reply : reply with { Progress = progress });

    public void Ended(TaskOutcome outcome, string? artifact, bool artifactIsJson) => Change(reply =>
        reply with { Stage = RemoteTaskStage.Ended, Outcome = outcome, Artifact = artifact, ArtifactIsJson = artifactIsJson });

    public void Cancel() => _cancel.Cancel();

    /// <summary>The reply, once it is newer than that version or the time is over.</summary>
    public async Task<RemoteTaskReply> AwaitAsync(long version, TimeSpan wait)
    {
        Task changed;
        lock (_gate)
        {
            _asked = time.GetUtcNow();
            if (_reply.Version > version || wait <= TimeSpan.Zero)
            {
                return _reply;
            }

            changed = _changed.Task;
        }

        try
        {
            await changed.WaitAsync(wait, time);
        }
        catch (TimeoutException)
        {
            // Nothing new: the reply says just that.
        }

        lock (_gate)
        {
            _asked = time.GetUtcNow();
            return _reply;
        }
    }

    private void Change(Func<RemoteTaskReply, RemoteTaskReply> change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _reply = change(_reply) with { Version = _reply.Version + 1 };
            (changed, _changed) = (_changed, New());
        }

        changed.TrySetResult();
    }

    // Readers go on in turns of their grain, whoever wakes them, and never under the lock.
    private static TaskCompletionSource New() => new();
}
