using System.Globalization;
using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Space;

/// <summary>
/// A log used as recoverable requests use it: things begin, are noted, and end with a record that is retired behind them. Power cuts and failing disks at
/// random; whatever is left must say the same of every thing.
/// </summary>
public sealed class ReclaimCampaignTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Things_that_ended_never_come_back_and_things_that_did_not_are_never_lost()
    {
        var reclaimed = 0L;
        for (var seed = 1; seed <= Campaign.Size("GRANARY_CUTS", 60); seed++)
        {
            var random = new Random(seed);
            var disk = new SimulatedDisk { CutAt = random.Next(20, 260), Torn = new Random(seed), FailOneOf = seed % 4 == 0 ? 25 : 0 };
            var things = new Dictionary<int, bool?>();
            var next = 0;
            for (var life = 0; life < 4; life++)
            {
                (next, var count) = await LiveAsync(disk, random, things, next, seed);
                reclaimed += count;
                disk = disk.Restart(random, random.Next(20, 260));
            }
        }

        Assert.True(reclaimed > 100, $"only {reclaimed} segments were reclaimed in all");
    }

    // things: true begun, false ended, null not known because the process ended under it.
    private static async Task<(int Next, long Reclaimed)> LiveAsync(SimulatedDisk disk, Random random, Dictionary<int, bool?> things, int next, int seed)
    {
        var open = new Dictionary<int, List<(long Sequence, bool IsEnd)>>();
        SegmentLog? log = null;
        try
        {
            var options = new LogOptions { Folder = LogBench.Folder, SegmentBytes = 1 << 20, Reclaim = true };
            var bench = new LogBench(disk, options);
            log = await bench.OpenAsync();
            foreach (var record in bench.Replayed)
            {
                var (thing, isEnd) = Parse(record);
                (open.TryGetValue(thing, out var records) ? records : open[thing] = []).Add((record.Sequence, isEnd));
            }

            foreach (var (thing, records) in open.ToList())
            {
                var hasEnded = records.Exists(static record => record.IsEnd);
                Assert.True(things[thing] is null || things[thing] == !hasEnded, $"seed {seed}: thing {thing} is {(hasEnded ? "over" : "under way")}");
                things[thing] = !hasEnded;
                if (hasEnded)
                {
                    End(log, records);
                    open.Remove(thing);
                }
            }

            var lost = things.Where(thing => thing.Value == true && !open.ContainsKey(thing.Key)).Select(static thing => thing.Key).ToList();
            Assert.True(lost.Count == 0, $"seed {seed}: lost {string.Join(", ", lost)}");
            foreach (var unknown in things.Where(static thing => thing.Value is null).Select(static thing => thing.Key).ToList())
            {
                things[unknown] = false;
            }

            for (var step = 0; step < 60; step++)
            {
                var isNew = open.Count < 3 || random.Next(open.Count) < 4;
                var thing = isNew ? next++ : open.Keys.ElementAt(random.Next(open.Count));
                var isEnd = !isNew && random.Next(3) > 0;
                if (isNew)
                {
                    open[thing] = [];
                }

                things[thing] = isNew || isEnd ? null : things[thing];
                try
                {
                    open[thing].Add((await log.AppendAsync(LogBench.Type, Format(thing, isEnd, random.Next(isEnd ? 40 : 150_000)), Token), isEnd));
                    things[thing] = !isEnd;
                }
                catch (JournalException failed) when (failed.Code is JournalErrorCodes.WriteFailed or JournalErrorCodes.Unavailable && log.Snapshot().State == LogState.Working && !disk.IsOff)
                {
                    // Never happened, as far as the log goes on; a cut right now leaves that open.
                    if (isNew)
                    {
                        open.Remove(thing);
                    }

                    continue;
                }

                if (isEnd)
                {
                    End(log, open[thing]);
                    open.Remove(thing);
                }
            }

            return (next, log.Snapshot().ReclaimedSegments);
        }
        catch (JournalException damaged) when (damaged.Code == JournalErrorCodes.Corrupt)
        {
            throw new InvalidOperationException($"seed {seed}: {damaged.Message}{LogDump.Of(disk)}", damaged);
        }
        catch (Exception error) when (error is IOException or JournalException { Code: JournalErrorCodes.WriteFailed or JournalErrorCodes.Unavailable })
        {
            return (next, log?.Snapshot().ReclaimedSegments ?? 0);
        }
        finally
        {
            disk.Cut();
            if (log is not null)
            {
                await log.DisposeAsync();
            }
        }
    }

    private static void End(SegmentLog log, List<(long Sequence, bool IsEnd)> records)
    {
        foreach (var record in records.Where(static record => !record.IsEnd))
        {
            log.Release(record.Sequence);
        }

        foreach (var record in records.Where(static record => record.IsEnd))
        {
            log.Retire(record.Sequence);
        }
    }

    private static ReadOnlyMemory<byte> Format(int thing, bool isEnd, int filler) =>
        LogBench.Text(string.Create(CultureInfo.InvariantCulture, $"{thing} {(isEnd ? "end" : "note")} ").PadRight(filler, '.'));

    private static (int Thing, bool IsEnd) Parse(LogRecord record)
    {
        var words = System.Text.Encoding.UTF8.GetString(record.Payload.Span[..Math.Min(40, record.Payload.Length)]).Split(' ');
        return (int.Parse(words[0], CultureInfo.InvariantCulture), words[1] == "end");
    }
}
