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
    public async Task Overwriting_keeps_the_store_within_twice_what_lives_and_four_segments()
    {
        var disk = new SimulatedDisk();
        var model = new Dictionary<string, (string ETag, string Value)>();
        await using (var store = await OpenAsync(disk))
        {
            await FillAsync(store, model);
            var snapshot = store.Snapshot();
            Assert.True(snapshot.Compactions > 0);
            Assert.Null(snapshot.CompactionFailure);
            Assert.True(snapshot.TotalBytes <= (2 * snapshot.LiveBytes) + (4 << 20), $"{snapshot.TotalBytes} bytes for {snapshot.LiveBytes}");
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
            var model = new Dictionary<string, (string ETag, string? Value)>();
            var (key, value) = await RunAsync(disk, model);
            disk.Cut();
            var survivor = disk.Restart(new Random(step));
            await using var store = await OpenAsync(survivor);
            Check(store, model, key, value, $"step {step}");
            await store.PutAsync("runs", "after", default, null, Token);
        }
    }

    [Fact]
    public async Task Failed_copy_leaves_the_store_working_and_is_tried_again()
    {
        var disk = new SimulatedDisk();
        var model = new Dictionary<string, (string ETag, string Value)>();
        await using (var store = await OpenAsync(disk))
        {
            await PutAsync(store, model, "kept", "small");
            for (var round = 0; round < 6; round++)
            {
                await PutAsync(store, model, "big", Big(round));
            }

            // The next deletion of a segment fails; what it was to make room for goes on.
            disk.Fail(DiskStep.Delete);
            for (var round = 0; round < 30; round++)
            {
                await PutAsync(store, model, "big", Big(round));
                await store.Compaction;
            }

            Check(store, model);
            Assert.True(store.Snapshot().Compactions > 0);
        }

        await using var again = await OpenAsync(disk);
        Check(again, model);
    }

    private static Task<KeyedStore> OpenAsync(SimulatedDisk disk) =>
        KeyedStore.OpenAsync("/state", new KeyedStoreOptions { SegmentBytes = 1 << 20 }, new ManualClock(), disk, Token);

    /// <summary>Writes ten segments of versions of one key beside two that stay.</summary>
    private static async Task FillAsync(KeyedStore store, Dictionary<string, (string ETag, string Value)> model, HashSet<string>? given = null)
    {
        given ??= [];
        given.Add(await PutAsync(store, model, "kept", "small"));
        given.Add(await PutAsync(store, model, "removed", "gone"));
        await store.DeleteAsync("runs", "removed", null, Token);
        model.Remove("removed");
        for (var round = 0; round < 50; round++)
        {
            given.Add(await PutAsync(store, model, "big", Big(round)));
            await store.Compaction;
        }
    }

    private static async Task<(string? Key, string? Value)> RunAsync(SimulatedDisk disk, Dictionary<string, (string ETag, string? Value)> model)
    {
        (string?, string?) underWay = (null, null);
        try
        {
            await using var store = await OpenAsync(disk);
            underWay = ("kept", "small");
            await PutAsync(store, model, "kept", "small");
            underWay = ("removed", "gone");
            await PutAsync(store, model, "removed", "gone");
            underWay = ("removed", null);
            await store.DeleteAsync("runs", "removed", null, Token);
            model.Remove("removed");
            for (var round = 0; round < 12; round++)
            {
                underWay = ("big", Big(round));
                await PutAsync(store, model, "big", Big(round));
                underWay = (null, null);
                await store.Compaction;
            }

            underWay = ("late", "after compaction");
            await PutAsync(store, model, "late", "after compaction");
            Assert.True(disk.IsOff || store.Snapshot().Compactions > 0);
            underWay = (null, null);
        }
        catch (Exception error) when (error is IOException or JournalException)
        {
            Assert.True(disk.IsOff, error.ToString());
        }

        return underWay;
    }

    private static async Task<string> PutAsync<TValue>(KeyedStore store, Dictionary<string, (string ETag, TValue Value)> model, string key, TValue value)
    {
        var etag = await store.PutAsync("runs", key, LogBench.Text(value!.ToString()!), model.GetValueOrDefault(key).ETag, Token);
        model[key] = (etag, value);
        return etag;
    }

    private static string Big(int round) => round.ToString(CultureInfo.InvariantCulture).PadRight(ValueBytes, '.');

    // What was acknowledged is there; the one write under way may be there or not.
    private static void Check<TValue>(
        KeyedStore store, Dictionary<string, (string ETag, TValue Value)> model, string? underWayKey = null, string? underWayValue = null, string? place = null)
    {
        var stored = store.List("runs").ToDictionary(
            static pair => pair.Key, static pair => (pair.Value.ETag, Value: Encoding.UTF8.GetString(pair.Value.Payload.Span)));
        if (underWayKey is not null && stored.GetValueOrDefault(underWayKey).Value == underWayValue)
        {
            stored.Remove(underWayKey);
            model.Remove(underWayKey);
        }

        Assert.True(
            model.Count == stored.Count
            && model.All(pair => stored.TryGetValue(pair.Key, out var entry) && entry == (pair.Value.ETag, pair.Value.Value!.ToString())),
            $"{place}: expected {string.Join(", ", model.Keys)}, found {string.Join(", ", stored.Keys)}");
    }
}
