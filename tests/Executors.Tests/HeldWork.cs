namespace Granary.Executors.Tests;

/// <summary>Work that says when it has started and ends when it is let go.</summary>
internal sealed class HeldWork
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Started => _started.Task;

    public Task Interrupted => _interrupted.Task;

    public bool HasRun => _started.Task.IsCompleted;

    public void LetGo() => _gate.TrySetResult();

    /// <summary>Ignores its interruption.</summary>
    public int Run(CancellationToken interrupted)
    {
        using var registration = interrupted.Register(() => _interrupted.TrySetResult());
        _started.TrySetResult();
        _gate.Task.Wait(CancellationToken.None);
        return 7;
    }

    /// <summary>Ends when it is interrupted.</summary>
    public int RunObediently(CancellationToken interrupted)
    {
        _started.TrySetResult();
        _gate.Task.Wait(interrupted);
        return 7;
    }
}
