using System.Collections.Immutable;
using Granary.Abstractions.Jobs;
using Granary.Grains.Storage;

namespace Granary.Grains.Jobs.Directory;

/// <summary>Storage of a piece of a directory, so that a change writes hundreds of entries and not all that a tenant has.</summary>
internal sealed class JobPageGrain([PersistentState("page")] IPersistentState<JobPageState> state) : Grain, IJobPageGrain
{
    public Task<ImmutableArray<JobEntry>> ReadAsync() => Task.FromResult(state.State.Entries);

    public async Task WriteAsync(ImmutableArray<JobEntry> entries)
    {
        if (entries.IsEmpty)
        {
            await state.ClearAndLeaveAsync(this);
            return;
        }

        state.State.Entries = entries;
        await state.WriteOrLeaveAsync(this);
    }
}
