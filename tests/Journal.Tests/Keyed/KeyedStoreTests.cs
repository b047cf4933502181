using System.Text;
using Granary.Journal.Tests.Disk;
using Granary.TestKit;

namespace Granary.Journal.Tests.Keyed;

public sealed class KeyedStoreTests
{
    private readonly SimulatedDisk _disk = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_read_overwrite_remove()
    {
        await using var store = await OpenAsync();
        Assert.Null(store.Get("runs", "a"));
        var first = await store.PutAsync("runs", "a", LogBench.Text("1"), null, Token);
        Assert.Equal((first, "1"), Read(store, "a"));
        var second = await store.PutAsync("runs", "a", LogBench.Text("2"), first, Token);
        Assert.NotEqual(first, second);
        Assert.Equal((second, "2"), Read(store, "a"));
        Assert.Null(store.Get("other", "a"));
        await store.DeleteAsync("runs", "a", second, Token);
        Assert.Null(store.Get("runs", "a"));
        Assert.Equal(0, store.Snapshot().Entries);
    }

    [Fact]
    public async Task Wrong_version_changes_nothing_and_names_both()
    {
        await using var store = await OpenAsync();
        var first = await store.PutAsync("runs", "a", LogBench.Text("1"), null, Token);
        var second = await store.PutAsync("runs", "a", LogBench.Text("2"), first, Token);
        var stale = await Assert.ThrowsAsync<ETagMismatchException>(async () => await store.PutAsync("runs", "a", LogBench.Text("x"), first, Token));
        Assert.Equal((first, second), (stale.Expected, stale.Stored));
        await Assert.ThrowsAsync<ETagMismatchException>(async () => await store.PutAsync("runs", "a", LogBench.Text("x"), null, Token));
        await Assert.ThrowsAsync<ETagMismatchException>(async () => await store.PutAsync("runs", "b", LogBench.Text("x"), "1", Token));
        await Assert.ThrowsAsync<ETagMismatchException>(async () => await store.DeleteAsync("runs", "a", first, Token));
        Assert.Equal((second, "2"), Read(store, "a"));
    }

    [Fact]
    public async Task Of_writers_with_one_version_exactly_one_wins()
    {
        await using var store = await OpenAsync();
        var first = await store.PutAsync("runs", "a", LogBench.Text("0"), null, Token);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(async n =>
        {
            try
            {
                await store.PutAsync("runs", "a", LogBench.Text($"{n}"), first, Token);
                return true;
            }
            catch (ETagMismatchException)
            {
                return false;
            }
        }));
        Assert.Single(outcomes, static won => won);
    }

    [Fact]
    public async Task Removing_what_is_absent_succeeds_and_null_removes_any_version()
    {
        await using var store = await OpenAsync();
        await store.DeleteAsync("runs", "a", null, Token);
        await store.DeleteAsync("runs", "a", "77", Token);
        await store.PutAsync("runs", "a", LogBench.Text("1"), null, Token);
        await store.DeleteAsync("runs", "a", null, Token);
        Assert.Null(store.Get("runs", "a"));
    }

    [Fact]
    public async Task Readers_see_only_what_is_durable_while_the_check_sees_what_is_accepted()
    {
        await using var store = await OpenAsync();
        var first = await store.PutAsync("runs", "a", LogBench.Text("1"), null, Token);
        _disk.SyncArrived.Reset();
        _disk.SyncGate.Reset();
        var second = store.PutAsync("runs", "a", LogBench.Text("2"), first, Token).AsTask();
        _disk.SyncArrived.Wait(Token);
        Assert.Equal((first, "1"), Read(store, "a"));
        await Assert.ThrowsAsync<ETagMismatchException>(async () => await store.PutAsync("runs", "a", LogBench.Text("3"), first, Token));
        var removal = store.DeleteAsync("runs", "a", null, Token).AsTask();
        var removedTwice = store.DeleteAsync("runs", "a", null, Token).AsTask();
        Assert.Equal((false, false), (removal.IsCompleted, removedTwice.IsCompleted));
        _disk.SyncGate.Set();
        await Task.WhenAll(second, removal, removedTwice);
        Assert.Null(store.Get("runs", "a"));
    }

    [Fact]
    public async Task Restart_finds_values_versions_and_removals_and_gives_no_version_twice()
    {
        var seen = new HashSet<string>();
        string a, b;
        await using (var store = await OpenAsync())
        {
            a = await store.PutAsync("runs", "a", LogBench.Text("1"), null, Token);
            b = await store.PutAsync("runs", "b", LogBench.Text("2"), null, Token);
            await store.DeleteAsync("runs", "b", b, Token);
            await store.PutAsync("größe", "schlüssel", LogBench.Text("3"), null, Token);
        }

        await using var again = await OpenAsync();
        Assert.Equal((a, "1"), Read(again, "a"));
        Assert.Null(again.Get("runs", "b"));
        Assert.NotNull(again.Get("größe", "schlüssel"));
        seen.UnionWith([a, b]);
        Assert.True(seen.Add(await again.PutAsync("runs", "b", LogBench.Text("4"), null, Token)));
    }

    [Fact]
    public async Task List_is_ordered_by_key_and_kept_to_its_table()
    {
        await using var store = await OpenAsync();
        foreach (var key in new[] { "b", "a", "C", "ä" })
        {
            await store.PutAsync("runs", key, LogBench.Text(key), null, Token);
        }

        await store.PutAsync("groups", "z", LogBench.Text("z"), null, Token);
        Assert.Equal(["C", "a", "b", "ä"], store.List("runs").Select(static pair => pair.Key));
        Assert.Empty(store.List("none"));
    }

    [Fact]
    public async Task Bad_names_are_refused_and_do_not_stop_the_store()
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.PutAsync("", "a", default, null, Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.PutAsync("runs", new string('x', 1025), default, null, Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.PutAsync("runs", "a", new byte[17 << 20], null, Token));
        await store.PutAsync("runs", new string('x', 1024), default, null, Token);
        await store.PutAsync("runs", "a", default, null, Token);
    }

    [Fact]
    public async Task Failed_write_keeps_the_old_version_and_the_store_goes_on()
    {
        var first = "";
        await using (var store = await OpenAsync())
        {
            first = await store.PutAsync("runs", "a", LogBench.Text("1"), null, Token);
            _disk.Fail(DiskStep.Sync);
            var failed = await Assert.ThrowsAsync<JournalException>(async () => await store.PutAsync("runs", "a", LogBench.Text("2"), first, Token));
            Assert.Equal(JournalErrorCodes.WriteFailed, failed.Code);
            Assert.Equal((first, "1"), Read(store, "a"));
            var second = await store.PutAsync("runs", "a", LogBench.Text("3"), first, Token);
            Assert.Equal((second, "3"), Read(store, "a"));
        }

        await using var again = await OpenAsync();
        Assert.Equal("3", Read(again, "a")!.Value.Item2);
    }

    [Fact]
    public async Task Versions_accepted_on_top_of_a_failed_one_fail_with_it()
    {
        await using var store = await OpenAsync();
        var first = await store.PutAsync("runs", "a", LogBench.Text("1"), null, Token);
        _disk.SyncArrived.Reset();
        _disk.SyncGate.Reset();
        var second = store.PutAsync("runs", "a", LogBench.Text("2"), first, Token).AsTask();
        _disk.SyncArrived.Wait(Token);
        var third = store.PutAsync("runs", "a", LogBench.Text("3"), "2", Token).AsTask();
        var removal = store.DeleteAsync("runs", "a", "3", Token).AsTask();
        _disk.Fail(DiskStep.Sync);
        _disk.SyncGate.Set();
        foreach (var write in new[] { second, third, removal })
        {
            Assert.Equal(JournalErrorCodes.WriteFailed, (await Assert.ThrowsAsync<JournalException>(() => write)).Code);
        }

        Assert.Equal((first, "1"), Read(store, "a"));
        await store.DeleteAsync("runs", "a", first, Token);
    }

    [Fact]
    public async Task Keys_are_found_by_their_beginning_without_reading_values()
    {
        await using var store = await OpenAsync();
        foreach (var key in new[] { "run/2", "run/1", "group/1" })
        {
            await store.PutAsync("runs", key, LogBench.Text(key), null, Token);
        }

        Assert.Equal(["run/1", "run/2"], store.Keys("runs", "run/"));
        Assert.Equal(3, store.Keys("runs").Count);
        Assert.Empty(store.Keys("none", "run/"));
    }

    [Fact]
    public async Task Second_opener_and_a_closed_store_refuse()
    {
        var store = await OpenAsync();
        Assert.Equal(JournalErrorCodes.Locked, (await Assert.ThrowsAsync<JournalException>(OpenAsync)).Code);
        await store.DisposeAsync();
        await store.DisposeAsync();
        var refused = await Assert.ThrowsAsync<JournalException>(async () => await store.PutAsync("runs", "a", default, null, Token));
        Assert.Equal(JournalErrorCodes.Closed, refused.Code);
        await using var again = await OpenAsync();
    }

    [Fact]
    public async Task Store_of_a_development_version_is_refused_instead_of_starting_empty()
    {
        _disk.SetContent("/state/CURRENT", "g00000000000000000001 00000000\n"u8.ToArray());
        Assert.Equal(JournalErrorCodes.Older, (await Assert.ThrowsAsync<JournalException>(OpenAsync)).Code);
    }

    private static Task<KeyedStore> OpenAsync(SimulatedDisk disk) =>
        KeyedStore.OpenAsync("/state", new KeyedStoreOptions(), new ManualClock(), disk, Token);

    private static (string, string)? Read(KeyedStore store, string key) =>
        store.Get("runs", key) is { } entry ? (entry.ETag, Encoding.UTF8.GetString(entry.Payload.Span)) : null;

    private Task<KeyedStore> OpenAsync() => OpenAsync(_disk);
}
