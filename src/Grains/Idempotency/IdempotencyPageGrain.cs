using System.Collections.Immutable;
using Granary.Abstractions.Idempotency;
using Granary.Grains.Storage;

namespace Granary.Grains.Idempotency;

/// <summary>A page of a tenant's index: loads, replaces, stores.</summary>
internal sealed class IdempotencyPageGrain([PersistentState("page")] IPersistentState<IdempotencyPageState> state) : Grain, IIdempotencyPageGrain
{
    public async Task<int> AppendAsync(ImmutableArray<IdempotencyIndexEntry> entries)
    {
        await ReplaceAsync(state.State.Entries.AddRange(entries));
        return state.State.Entries.Length;
    }

    public Task<ImmutableArray<IdempotencyIndexEntry>> ReadAsync() => Task.FromResult(state.State.Entries);

    public async Task ReplaceAsync(ImmutableArray<IdempotencyIndexEntry> entries)
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
