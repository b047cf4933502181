using System.Collections.Immutable;
using Granary.Abstractions.Jobs;

namespace Granary.Grains.Jobs.Directory;

/// <summary>Storage of a piece of a directory, so that a change writes hundreds of entries and not all that a tenant has.</summary>
internal sealed class JobPageGrain([PersistentState("page")] IPersistentState<JobPageState> state) : Grain, IJobPageGrain
{
    public Task<ImmutableArray<JobEntry>> ReadAsync() => Task.FromResult(state.State.Entries);

    public async Task WriteAsync(ImmutableArray<JobEntry> entries)
    {
        try
        {
            if (entries.IsEmpty)
            {
                await state.ClearStateAsync();
                DeactivateOnIdle();
                return;
            }

            state.State.Entries = entries;
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
