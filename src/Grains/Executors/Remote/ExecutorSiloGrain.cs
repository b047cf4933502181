using Granary.Abstractions.Executors;

namespace Granary.Grains.Executors.Remote;

/// <summary>The door to the pools of the silo that its key names. Made anywhere else it only says so, and goes, so that its silo can make it.</summary>
[Reentrant, PreferLocalPlacement, KeepAlive]
internal sealed class ExecutorSiloGrain(ExecutorSiloIdentity identity, RemoteTaskHost host) : Grain, IExecutorSiloGrain
{
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(10);

    public Task<bool> IsHereAsync() => Task.FromResult(IsHere());

    public async Task<RemoteTaskReply> StartAsync(RemoteTask task) => IsHere() ? await host.StartAsync(task) : RemoteTaskReply.Unknown;

    public async Task<RemoteTaskReply> AwaitAsync(Guid task, long version, TimeSpan wait) =>
        IsHere() ? await host.AwaitAsync(task, version, wait < _longestWait ? wait : _longestWait) : RemoteTaskReply.Unknown;

    public Task CancelAsync(Guid task)
    {
        if (IsHere())
        {
            host.Cancel(task);
        }

        return Task.CompletedTask;
    }

    private bool IsHere()
    {
        if (this.GetPrimaryKeyString() == identity.Silo.Key)
        {
            return true;
        }

        DeactivateOnIdle();
        return false;
    }
}
