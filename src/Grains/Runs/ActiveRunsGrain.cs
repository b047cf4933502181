using System.Collections.Immutable;
using Granary.Abstractions.Runs;

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
        return SaveAsync();
    }

    public Task RemoveAsync(string runId) => state.State.Runs.Remove(runId) ? SaveAsync() : Task.CompletedTask;

    // After a failed write nobody knows what is stored: the next activation reads it.
    private async Task SaveAsync()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
