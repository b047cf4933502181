using System.Collections.Immutable;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Lifecycle;
using Granary.Grains.Storage;

namespace Granary.Grains.Runs;

/// <summary>The runs of one tenant. Ids sort by time, so the list is its own order; what a run is like is asked of the run.</summary>
internal sealed class RunDirectoryGrain([PersistentState("directory")] IPersistentState<RunDirectoryState> state) : Grain, IRunDirectoryGrain
{
    private const int MaxLimit = 200;

    public async Task<ImmutableArray<RunView>> ListAsync(string? runState, string? name, string? after, int limit)
    {
        limit = Math.Clamp(limit, 1, MaxLimit);
        var found = ImmutableArray.CreateBuilder<RunView>();
        for (var i = state.State.Runs.Count - 1; i >= 0 && found.Count < limit; i--)
        {
            var run = state.State.Runs[i];
            if ((name is not null && run.Name != name) || (after is not null && string.CompareOrdinal(run.Id, after) >= 0))
            {
                continue;
            }

            // A run that was written down here but never stored (a crash in between) has no view.
            if (await GrainFactory.GetGrain<IRunGrain>(run.Id).ViewAsync() is { } view && (runState is null || RunStateNames.Of(view.State) == runState))
            {
                found.Add(view);
            }
        }

        return found.ToImmutable();
    }

    public Task<bool> OwnsAsync(string runId) => Task.FromResult(state.State.Runs.Exists(r => r.Id == runId));

    public async Task AddAsync(string runId, string name)
    {
        if (!state.State.Runs.Exists(r => r.Id == runId))
        {
            state.State.Runs.Add(new RunDirectoryEntry { Id = runId, Name = name });
            await state.WriteOrLeaveAsync(this);
        }
    }

    public async Task RemoveAsync(string runId)
    {
        if (state.State.Runs.RemoveAll(r => r.Id == runId) > 0)
        {
            await state.WriteOrLeaveAsync(this);
        }
    }

    public Task<string?> NewestAsync(string name) => Task.FromResult(state.State.Runs.FindLast(r => r.Name == name)?.Id);
}
