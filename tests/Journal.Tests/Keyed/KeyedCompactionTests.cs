using System.Globalization;
using System.Text;
using Granary.Journal.Tests.Disk;
using Granary.TestKit;

namespace Granary.Journal.Tests.Keyed;

public sealed class KeyedCompactionTests
{
    private const int ValueBytes = 200_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Store_is_compacted_when_it_wastes_two_segments_and_reads_the_same_afterwards()
    {
        var disk = new SimulatedDisk();
        var model = new Dictionary<string, (string ETag, string Value)>();
        await using (var store = await OpenAsync(disk))
        {
            await FillAsync(store, model, new HashSet<string>());
            await store.Compaction;
            var snapshot = store.Snapshot();
            Assert.Equal(1, snapshot.Compactions);
            Assert.Null(snapshot.CompactionFailure);
            Assert.True(snapshot.TotalBytes < snapshot.LiveBytes + (2 << 20), $"{snapshot.TotalBytes} bytes for {snapshot.LiveBytes}");
            Check(store, model);
        }

        await using var again = await OpenAsync(disk);
        Check(again, model);
    }

    [Fact]
    public async Task Version_of_a_removed_value_is_not_given_again_after_compaction()
    {
        var disk = new SimulatedDisk();
        var given = new HashSet<string>();
        await using (var store = await OpenAsync(disk))
        {
            await FillAsync(store, [], given);
            await store.Compaction;
        }

        await using var again = await OpenAsync(disk);
        Assert.True(given.Add(await again.PutAsync("runs", "new", default, null, Token)));
    }

    [Fact]
    public async Task Power_cut_at_every_step_of_writing_and_compacting_loses_nothing_acknowledged()
    {
        // The run without a cut tells how many steps there are; every one of them is then cut in a run of its own.
        var whole = new SimulatedDisk();
        await RunAsync(whole, []);
        for (var step = 1; step <= whole.Steps; step++)
        {
            var disk = new SimulatedDisk { CutAt = step, Torn = new Random(step) };
            var model = new Dictionary<string, (string ETag, string Value)>();
            var (key, value) = await RunAsync(disk, model);
            Assert.True(disk.IsOff, $"step {step}");
            var survivor = disk.Restart(new Random(step));
            await using var store = await OpenAsync(survivor);
            Check(store, model, key, value, $"step {step}");
            await store.PutAsync("runs", "after", default, null, Token);
        }
    }

    [Fact]
    public async Task Failed_copy_leaves_the_store_working_on_the_old_log()
    {
        var disk = new SimulatedDisk();
        var model = new Dictionary<string, (string ETag, string Value)>();
        await using (var store = await OpenAsync(disk))
        {
            // The first file made after the segments of the filling is the first segment of the compacted log.
            await FillAsync(store, model, [], () => disk.Fail(DiskStep.Create));
            await store.Compaction;
            var snapshot = store.Snapshot();
            Assert.Equal(0, snapshot.Compactions);
            Assert.NotNull(snapshot.CompactionFailure);
            model["x"] = (await store.PutAsync("runs", "x", LogBench.Text("y"), null, Token), "y");
            Check(store, model);
        }

        await using var again = await OpenAsync(disk);
        Check(again, model);
    }

    [Fact]
    public async Task Failed_switch_refuses_writes_because_either_log_may_be_found_after_a_restart()
    {
        var disk = new SimulatedDisk();
        var model = new Dictionary<string, (string ETag, string Value)>();
        await using (var store = await OpenAsync(disk))
        {
            await FillAsync(store, model, [], () => disk.Fail(DiskStep.Replace));
            await store.Compaction;
            var refused = await Assert.ThrowsAsync<JournalException>(async () => await store.PutAsync("runs", "x", default, null, Token));
            Assert.Equal(JournalErrorCodes.Unavailable, refused.Code);
            Check(store, model);
        }

        await using var again = await OpenAsync(disk);
        Check(again, model);
    }

    private static Task<KeyedStore> OpenAsync(SimulatedDisk disk) =>
        KeyedStore.OpenAsync("/state", new KeyedStoreOptions { SegmentBytes = 1 << 20 }, new ManualClock(), disk, Token);

    /// <summary>Writes until two segments are wasted; the last write starts the compaction.</summary>
    private static async Task FillAsync(
        KeyedStore store, Dictionary<string, (string ETag, string Value)> model, HashSet<string> given, Action? beforeLast = null)
    {
        given.Add(await PutAsync(store, model, "kept", "small"));
        given.Add(await PutAsync(store, model, "removed", "gone"));
        await store.DeleteAsync("runs", "removed", null, Token);
        model.Remove("removed");
        for (var round = 0; store.Snapshot().TotalBytes - store.Snapshot().LiveBytes + ValueBytes + 100 < 2 << 20; round++)
        {
            given.Add(await PutAsync(store, model, "big", Big(round)));
        }

        beforeLast?.Invoke();
        given.Add(await PutAsync(store, model, "big", Big(99)));
    }

    private static async Task<(string? Key, string? Value)> RunAsync(SimulatedDisk disk, Dictionary<string, (string ETag, string Value)> model)
    {
        (string?, string?) underWay = (null, null);
        try
        {
            await using var store = await OpenAsync(disk);
            underWay = ("kept", "small");
            await PutAsync(store, model, "kept", "small");
            for (var round = 0; round < 12; round++)
            {
                underWay = ("big", Big(round));
                await PutAsync(store, model, "big", Big(round));
            }

            await store.Compaction;
            underWay = ("late", "after compaction");
            await PutAsync(store, model, "late", "after compaction");
            Assert.Equal(1, store.Snapshot().Compactions);
            underWay = (null, null);
        }
        catch (Exception error) when (error is IOException or JournalException)
        {
            Assert.True(disk.IsOff, error.ToString());
        }

        return underWay;
    }

    private static async Task<string> PutAsync(KeyedStore store, Dictionary<string, (string ETag, string Value)> model, string key, string value)
    {
        var etag = await store.PutAsync("runs", key, LogBench.Text(value), model.GetValueOrDefault(key).ETag, Token);
        model[key] = (etag, value);
        return etag;
    }

    private static string Big(int round) => round.ToString(CultureInfo.InvariantCulture).PadRight(ValueBytes, '.');

    // What was acknowledged is there; the one write under way may be there or not.
    private static void Check(
        KeyedStore store, Dictionary<string, (string ETag, string Value)> model, string? underWayKey = null, string? underWayValue = null, string? place = null)
    {
        var stored = store.List("runs").ToDictionary(
            static pair => pair.Key, static pair => (pair.Value.ETag, Encoding.UTF8.GetString(pair.Value.Payload.Span)));
        if (underWayKey is not null && stored.TryGetValue(underWayKey, out var found) && found.Item2 == underWayValue)
        {
            stored.Remove(underWayKey);
            model.Remove(underWayKey);
        }

        Assert.True(
            model.Count == stored.Count && model.All(pair => stored.TryGetValue(pair.Key, out var entry) && entry == pair.Value),
            $"{place}: expected {string.Join(", ", model.Keys)}, found {string.Join(", ", stored.Keys)}");
    }
}
