using System.Globalization;
using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Opening;

public sealed class PowerCutTests
{
    private const int Writers = 8;
    private const int AppendsPerWriter = 12;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hundred_power_cuts_lose_nothing_acknowledged_and_invent_nothing()
    {
        var cuts = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var disk = new SimulatedDisk { CutAt = random.Next(1, 60), Torn = new Random(seed) };
            var (acknowledged, issued) = await RunAsync(disk);
            cuts += disk.IsOff ? 1 : 0;

            // A second cut may hit the repair itself, and a third; every time the same must hold.
            for (var cut = 0; cut < 3; cut++)
            {
                disk = disk.Restart(random);
                var bench = new LogBench(disk, Options());
                await using var log = await bench.OpenAsync();
                Check(seed, acknowledged, issued, bench.Replayed);
                var text = $"extra-{seed}-{cut}";
                issued.Add(text);
                acknowledged.Add(await log.AppendAsync(LogBench.Type, LogBench.Text(text), Token), text);
            }
        }

        Assert.True(cuts > 150, $"only {cuts} of 200 runs were cut");
    }

    private static void Check(int seed, Dictionary<long, string> acknowledged, HashSet<string> issued, List<LogRecord> replayed)
    {
        var found = replayed.ToDictionary(static record => record.Sequence, static record => System.Text.Encoding.UTF8.GetString(record.Payload.Span).TrimEnd('.'));
        foreach (var (sequence, text) in acknowledged)
        {
            Assert.True(found.TryGetValue(sequence, out var stored), $"seed {seed}: sequence {sequence} '{text}' was acknowledged and is gone");
            Assert.Equal(text, stored);
        }

        Assert.Equal(Enumerable.Range(1, found.Count).Select(static n => (long)n), found.Keys);
        Assert.True(found.Values.All(issued.Contains), $"seed {seed}: a record was invented");
        Assert.Equal(found.Count, found.Values.Distinct().Count());
    }

    private static LogOptions Options() => new() { Folder = LogBench.Folder, SegmentBytes = 1 << 20 };

    private static async Task<(Dictionary<long, string> Acknowledged, HashSet<string> Issued)> RunAsync(SimulatedDisk disk)
    {
        var acknowledged = new Dictionary<long, string>();
        var issued = new HashSet<string>();
        try
        {
            await using var log = await new LogBench(disk, Options()).OpenAsync();
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
            {
                for (var index = 0; index < AppendsPerWriter; index++)
                {
                    var text = string.Create(CultureInfo.InvariantCulture, $"{writer}-{index}");
                    lock (issued)
                    {
                        issued.Add(text);
                    }

                    // Different sizes, so that records end anywhere in a sector and now and then a segment is full.
                    var sequence = await log.AppendAsync(LogBench.Type, LogBench.Text(text.PadRight(((writer * 37) + (index * 4001)) % 40_000, '.')), Token);
                    lock (acknowledged)
                    {
                        acknowledged.Add(sequence, text);
                    }
                }
            }));
        }
        catch (IOException)
        {
            Assert.True(disk.IsOff);
        }
        catch (JournalException)
        {
            Assert.True(disk.IsOff);
        }

        return (acknowledged, issued);
    }
}
