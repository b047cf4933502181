using Granary.Abstractions.Executors;
using Granary.Grains.Storage;

namespace Granary.Grains.Executors.Routes;

/// <summary>Keeps the overrides and tells whoever waits for a change.</summary>
internal sealed class ExecutorRoutesGrain([PersistentState("routes")] IPersistentState<ExecutorRoutesState> state, TimeProvider time) : Grain, IExecutorRoutesGrain
{
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(20);

    private string _epoch = "";
    private long _changes;
    private TaskCompletionSource _changed = new();

    private string Version => $"{_epoch}-{_changes}";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _epoch = $"{time.GetUtcNow().Ticks:x}";
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _changed.TrySetResult();
        return Task.CompletedTask;
    }

    public async Task<ExecutorRouteTable> ReadAsync(string? version, TimeSpan wait)
    {
        if (version == Version && wait > TimeSpan.Zero)
        {
            try
            {
                await _changed.Task.WaitAsync(wait < _longestWait ? wait : _longestWait, time);
            }
            catch (TimeoutException)
            {
                // Nothing changed, and the table says so by its version.
            }
        }

        return new ExecutorRouteTable(Version, state.State.Routes);
    }

    public async Task SetAsync(string route, ExecutorRouteOverride? value)
    {
        var before = state.State.Routes;
        state.State.Routes = value is null ? before.Remove(route) : before.SetItem(route, value);
        await state.WriteOrLeaveAsync(this);
        _changes++;
        var changed = _changed;
        _changed = new TaskCompletionSource();
        changed.TrySetResult();
    }
}
