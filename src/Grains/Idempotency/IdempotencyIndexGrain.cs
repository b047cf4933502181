using System.Collections.Immutable;
using System.Globalization;
using Granary.Abstractions.Idempotency;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Idempotency;

/// <summary>
/// The keys of one tenant in pages, oldest first. Keys that come while a page is written go into the next write together. A reminder looks at the
/// oldest page: what is over goes, what lives longer moves to the end. Above the bound the oldest go at once.
/// </summary>
internal sealed class IdempotencyIndexGrain(
    [PersistentState("index")] IPersistentState<IdempotencyIndexState> state, IOptions<IdempotencyOptions> options, TimeProvider time)
    : Grain, IIdempotencyIndexGrain, IRemindable
{
    private const string Reminder = "expire";
    private const int PageSize = 256;
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMinutes(1);

    // Adding interleaves, so that many share a write; what changes pages does so one at a time.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IdempotencyIndexBatch _pending = new();
    private bool _reminded;

    public async Task AddAsync(string key)
    {
        var batch = _pending;
        batch.Entries.Add(new IdempotencyIndexEntry(key, time.GetUtcNow() + options.Value.Window));
        await InTurnAsync(async () =>
        {
            if (!batch.Taken)
            {
                batch.Taken = true;
                _pending = new IdempotencyIndexBatch();
                await StoreAsync(batch.Entries);
                batch.Stored = true;
            }
            else if (!batch.Stored)
            {
                throw new InvalidOperationException("The index could not be written; the key was not taken in. Ask again.");
            }
        });
        if (Count > options.Value.MaxEntries)
        {
            // Not awaited: what waits for this answer may be a key that the eviction asks.
            _ = InTurnAsync(EvictAsync);
        }
    }

    public Task<IdempotencyIndexView> ViewAsync() => Task.FromResult(new IdempotencyIndexView(Count, state.State.Evicted));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        // A turn per page, so that keys that come meanwhile do not wait for all of them.
        var more = true;
        for (var left = state.State.Pages.Count; left > 0 && more; left--)
        {
            await InTurnAsync(async () => more = await ExpireFirstPageAsync());
        }

        await InTurnAsync(async () =>
        {
            if (state.State.Pages.Count == 0 && await this.GetReminder(Reminder) is { } reminder)
            {
                await this.UnregisterReminder(reminder);
                _reminded = false;
            }
        });
    }

    private int Count => state.State.Pages.Sum(static page => page.Count);

    private async Task StoreAsync(IEnumerable<IdempotencyIndexEntry> entries)
    {
        await RemindAsync();
        foreach (var part in entries.Chunk(PageSize))
        {
            var pages = state.State.Pages;
            if (pages.Count == 0 || pages[^1].Count + part.Length > PageSize)
            {
                pages.Add(new IdempotencyPageCount { Page = state.State.NextPage++ });

                // The page is listed before it is filled: one that is listed and empty goes, one that is filled and not listed never would.
                await state.WriteStateAsync();
            }

            pages[^1].Count = await Page(pages[^1]).AppendAsync([.. part]);
        }

        await state.WriteStateAsync();
    }

    private async Task RemindAsync()
    {
        if (!_reminded)
        {
            var period = options.Value.Window < LongestPeriod ? options.Value.Window : LongestPeriod;
            period = period < ShortestPeriod ? ShortestPeriod : period;
            await this.RegisterOrUpdateReminder(Reminder, period, period);
            _reminded = true;
        }
    }

    /// <summary>Looks at the oldest page alone: the next key that comes looks at the next one.</summary>
    private async Task EvictAsync()
    {
        var over = Count - options.Value.MaxEntries;
        if (over <= 0)
        {
            return;
        }

        var page = state.State.Pages[0];
        var kept = ImmutableArray.CreateBuilder<IdempotencyIndexEntry>();
        foreach (var entry in await Page(page).ReadAsync())
        {
            if (over > 0 && await Key(entry).ExpireAsync(evict: true) is null)
            {
                over--;
                state.State.Evicted++;
            }
            else
            {
                kept.Add(entry);
            }
        }

        await ReplaceAsync(page, kept.ToImmutable());
    }

    /// <summary>False: nothing behind the first page can be due either.</summary>
    private async Task<bool> ExpireFirstPageAsync()
    {
        if (state.State.Pages.Count == 0)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var page = state.State.Pages[0];
        var entries = await Page(page).ReadAsync();
        var kept = entries.Where(entry => entry.Due > now).ToImmutableArray();
        if (kept.Length == entries.Length && !entries.IsEmpty)
        {
            return false;
        }

        var looked = await Task.WhenAll(entries.Where(entry => entry.Due <= now)
            .Select(async entry => (Entry: entry, Until: await Key(entry).ExpireAsync(evict: false))));
        var alive = looked.Where(static look => look.Until is not null).Select(static look => look.Entry with { Due = look.Until!.Value }).ToList();
        if (state.State.Pages.Count == 1)
        {
            kept = kept.AddRange(alive);
        }
        else if (alive.Count > 0)
        {
            // At the end before they leave the front: a crash in between leaves them twice, never nowhere.
            await StoreAsync(alive);
        }

        await ReplaceAsync(page, kept);
        return kept.IsEmpty;
    }

    private async Task ReplaceAsync(IdempotencyPageCount page, ImmutableArray<IdempotencyIndexEntry> kept)
    {
        await Page(page).ReplaceAsync(kept);
        page.Count = kept.Length;
        if (kept.IsEmpty)
        {
            state.State.Pages.Remove(page);
        }

        await state.WriteStateAsync();
    }

    private IIdempotencyPageGrain Page(IdempotencyPageCount page) =>
        GrainFactory.GetGrain<IIdempotencyPageGrain>(string.Create(CultureInfo.InvariantCulture, $"{this.GetPrimaryKeyString()}/{page.Page:D10}"));

    private IIdempotencyGrain Key(IdempotencyIndexEntry entry) => GrainFactory.GetGrain<IIdempotencyGrain>(entry.Key);

    private async Task InTurnAsync(Func<Task> change)
    {
        await _turn.WaitAsync();
        try
        {
            await change();
        }
        catch
        {
            // After a failed write nobody knows what is stored: the next activation reads it.
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }
}
