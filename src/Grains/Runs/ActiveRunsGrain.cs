using System.Collections.Immutable;
using Granary.Abstractions.Runs;
using Granary.Grains.Storage;

namespace Granary.Grains.Runs;

/// <summary>Which runs a starting silo must wake.</summary>
internal sealed class ActiveRunsGrain([PersistentState("active")] IPersistentState<ActiveRunsState> state) : Grain, IActiveRunsGrain
{
    public Task<ImmutableArray<string>> ListAsync() => Task.FromResult(state.State.Runs.Order(StringComparer.Ordinal).ToImmutableArray());

    public Task AddAsync(string runId)
    {
        if (state.State.Runs.Contains(runId))
        {
            return Task.CompletedTask;
        }

        state.State.Runs.Add(runId);
        return state.WriteOrLeaveAsync(this);
    }

    public Task RemoveAsync(string runId) => state.State.Runs.Remove(runId) ? state.WriteOrLeaveAsync(this) : Task.CompletedTask;
}
