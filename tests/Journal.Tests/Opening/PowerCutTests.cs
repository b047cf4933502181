using System.Globalization;
using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Opening;

public sealed class PowerCutTests
{
    private const int Writers = 8;
    private const int AppendsPerWriter = 12;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_power_cuts_lose_nothing_acknowledged_and_invent_nothing()
    {
        var cuts = 0;
        var runs = Campaign.Size("GRANARY_CUTS", 500);
        for (var seed = 1; seed <= runs; seed++)
        {
            // Every third run also has writes and syncs that fail; what failed and was voided must stay away.
            var random = new Random(seed);
            var disk = new SimulatedDisk { CutAt = random.Next(1, 60), Torn = new Random(seed), FailOneOf = seed % 3 == 0 ? 12 : 0 };
            var history = await RunAsync(disk);
            cuts += disk.IsOff ? 1 : 0;

            // A second cut may hit the repair itself, and a third; every time the same must hold.
            for (var cut = 0; cut < 3; cut++)
            {
                disk = disk.Restart(random, random.Next(1, 6));
                history.Restarted();
                try
                {
                    var bench = new LogBench(disk, Options());
                    await using var log = await bench.OpenAsync();
                    history.Check(seed, bench.Replayed);
                    var text = $"extra-{seed}-{cut}";
                    history.Issue(text);
                    history.Acknowledge(await log.AppendAsync(LogBench.Type, LogBench.Text(text), Token), text);
                }
                catch (JournalException damaged) when (damaged.Code == JournalErrorCodes.Corrupt)
                {
                    Assert.Fail($"seed {seed}, cut {cut}: {damaged.Message}{LogDump.Of(disk)}");
                }
                catch (Exception error) when (error is PowerCutException or JournalException { Code: JournalErrorCodes.WriteFailed or JournalErrorCodes.Unavailable })
                {
                    Assert.True(disk.IsOff, $"seed {seed}: {error}");
                }
            }

            var last = new LogBench(disk.Restart(random), Options());
            await using var end = await last.OpenAsync();
            history.Check(seed, last.Replayed);
        }

        Assert.True(cuts > runs * 3 / 5, $"only {cuts} of {runs} runs were cut");
    }

    [Fact]
    public async Task Power_cut_in_interval_loses_no_more_than_the_last_interval()
    {
        var interval = TimeSpan.FromSeconds(1);
        for (var seed = 1; seed <= Campaign.Size("GRANARY_CUTS", 100); seed++)
        {
            var random = new Random(seed);
            var disk = new SimulatedDisk { Torn = new Random(seed) };
            var bench = new LogBench(disk, new LogOptions { Folder = LogBench.Folder, SegmentBytes = 1 << 20, Durability = Durability.Interval, Interval = interval });
            var acknowledged = new List<(TimeSpan At, string Text)>();
            var log = await bench.OpenAsync();
            for (var index = 0; index < 40; index++)
            {
                var text = $"{seed}-{index}".PadRight(random.Next(10, 60_000), '.');
                await log.AppendAsync(LogBench.Type, LogBench.Text(text), Token);
                acknowledged.Add((bench.Clock.Elapsed, text));
                bench.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(300)));
            }

            // A due sync goes before records, so this one's acknowledgement means that every sync due by now was made.
            await log.AppendAsync(LogBench.Type, LogBench.Text("last"), Token);
            acknowledged.Add((bench.Clock.Elapsed, "last"));
            var cut = bench.Clock.Elapsed;
            var restarted = new LogBench(disk.Restart(random));
            await using var again = await restarted.OpenAsync();
            var found = restarted.Texts.ToHashSet();
            var due = acknowledged.Where(append => append.At < cut - interval).Select(static append => append.Text).ToList();
            Assert.True(due.TrueForAll(found.Contains), $"seed {seed}: {due.Count(text => !found.Contains(text))} records older than the interval are gone");
            Assert.Equal(acknowledged.Select(static append => append.Text).Take(found.Count), restarted.Texts);
            await log.DisposeAsync();
        }
    }

    private static LogOptions Options() => new() { Folder = LogBench.Folder, SegmentBytes = 1 << 20 };

    private static async Task<LogHistory> RunAsync(SimulatedDisk disk)
    {
        var history = new LogHistory();
        try
        {
            await using var log = await new LogBench(disk, Options()).OpenAsync();
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
            {
                for (var index = 0; index < AppendsPerWriter; index++)
                {
                    // Every other writer appends as cell logs do: several records that are acknowledged together.
                    var texts = Enumerable.Range(0, writer % 2 == 0 ? 1 : 3)
                        .Select(part => string.Create(CultureInfo.InvariantCulture, $"{writer}-{index}-{part}")).ToList();
                    texts.ForEach(history.Issue);
                    try
                    {
                        // Different sizes, so that records end anywhere in a sector and now and then a segment is full.
                        var size = ((writer * 37) + (index * 4001)) % 40_000 / texts.Count;
                        var last = await log.AppendAsync(LogBench.Type, [.. texts.Select(text => LogBench.Text(text.PadRight(size, '.')))], Token);
                        for (var part = 0; part < texts.Count; part++)
                        {
                            history.Acknowledge(last - texts.Count + 1 + part, texts[part]);
                        }
                    }
                    catch (JournalException failed) when (failed.Code is JournalErrorCodes.WriteFailed or JournalErrorCodes.Unavailable)
                    {
                        texts.ForEach(history.Fail);
                    }
                }
            }));
        }
        catch (IOException)
        {
            // Opening or closing met the power cut, or a failure of its own.
            return history;
        }

        return history;
    }
}
