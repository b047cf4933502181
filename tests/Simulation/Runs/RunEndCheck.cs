using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

using Granary.Abstractions.Runs;
using Granary.Admission;
using Granary.Embedded.Simulation;
using Granary.Grains.Dispatch;

using Microsoft.Extensions.DependencyInjection;

namespace Granary.Simulation.Runs;

/// <summary>What must be true of a run that has ended: its files, its counts, and that nobody holds anything any more.</summary>
internal sealed class RunEndCheck(RunCase plan, SimulatedDisk disk, RunBook book)
{
    public void Check(RunView end, EmbeddedCluster cluster)
    {
        var rows = ReadRows(end);
        var dropped = ReadDropped(end);
        CheckRows(end, [.. rows.Keys], dropped);
        foreach (var (n, cells) in rows)
        {
            CheckValues(n, cells);
            CheckProcessed(n, cells);
        }

        if (end.Usage.Calls != book.LoggedCalls)
        {
            book.Violate($"the run counts {end.Usage.Calls} calls, its logs had {book.LoggedCalls}");
        }

        CheckLeaks(end, cluster);
    }

    private void CheckRows(RunView end, List<int> written, List<int> dropped)
    {
        Report(written.GroupBy(static n => n).Where(static g => g.Count() > 1).Select(static g => $"row {g.Key} is written {g.Count()} times"));
        Report(dropped.GroupBy(static n => n).Where(static g => g.Count() > 1).Select(static g => $"row {g.Key} is dropped {g.Count()} times"));
        Report(written.Intersect(dropped).Select(static n => $"row {n} is both written and dropped"));
        Report(written.Where(plan.IsPoisoned).Select(static n => $"row {n} cannot have been made"));
        if (!written.SequenceEqual(written.Order()))
        {
            book.Violate("the rows are not in order");
        }

        if (plan.Survivors)
        {
            var attempted = end.Rows.Sealed + end.Rows.Dropped + end.Rows.Surplus;
            if (end.Outcome == "complete" && written.Count != plan.Rows)
            {
                book.Violate($"{written.Count} rows are written, exactly {plan.Rows} were asked for");
            }

            if (written.Count + dropped.Count + end.Rows.Surplus != attempted)
            {
                book.Violate($"{written.Count} written, {dropped.Count} dropped and {end.Rows.Surplus} surplus are not {attempted}");
            }
        }
        else
        {
            Report(Enumerable.Range(0, plan.Rows).Except(written).Except(dropped).Select(static n => $"row {n} has vanished"));
            Report(written.Concat(dropped).Where(n => n >= plan.Rows).Select(static n => $"row {n} was not asked for"));
        }
    }

    // A value that was paid for is kept, and whatever was made from it was made from it.
    private void CheckValues(int n, Dictionary<string, string> cells)
    {
        foreach (var (column, from) in new[] { ("c1", ""), ("c2", "c1"), ("c3", "c2"), ("c4", "c1"), ("c5", "c4") })
        {
            if (!cells.TryGetValue(column, out var value) || value.Length == 0)
            {
                continue;
            }

            var key = $"{column}:{n}";
            if (book.Durable.GetValueOrDefault(key) != value)
            {
                book.Violate($"{key} is {value}, logged was {book.Durable.GetValueOrDefault(key) ?? "nothing"}");
            }

            var upstream = value[(value.IndexOf('<', StringComparison.Ordinal) + 1)..^1];
            if (from.Length > 0 && upstream != cells[from])
            {
                book.Violate($"{key} was made from {upstream}, the row has {cells[from]}");
            }
        }
    }

    // Each stage was applied once: what a template makes twice would show.
    private void CheckProcessed(int n, Dictionary<string, string> cells)
    {
        if (!plan.Processed)
        {
            return;
        }

        var shout = cells["id"].ToLowerInvariant();
        if (!shout.EndsWith("-p", StringComparison.Ordinal) || shout.EndsWith("-p-p", StringComparison.Ordinal) || cells["shout"] != shout || cells.ContainsKey("flag"))
        {
            book.Violate($"row {n} has id {cells["id"]} and shout {cells["shout"]}: not what the processors make");
        }
    }

    private void CheckLeaks(RunView end, EmbeddedCluster cluster)
    {
        foreach (var silo in cluster.Silos)
        {
            var dispatcher = silo.Services.GetRequiredService<SiloDispatcher>();
            if (dispatcher.Queued + dispatcher.InFlight > 0)
            {
                book.Violate($"{silo.Name} still has {dispatcher.Queued} queued tasks and {dispatcher.InFlight} task leases");
            }

            foreach (var key in new[] { new ResourceKey("p1", "m1", Domain.Chat), new ResourceKey("p2", "m2", Domain.Chat) })
            {
                if (silo.Services.GetRequiredService<IRequestAdmission>().Snapshot(key) is { } admission && admission.InFlight > 0)
                {
                    book.Violate($"{silo.Name} still has {admission.InFlight} permits of {key}");
                }
            }
        }

        Report(disk.Logs.Keys.Where(name => end.State == RunState.Completed && name.StartsWith(end.Id, StringComparison.Ordinal)).Select(static name => $"log {name} is left over"));
    }

    private SortedDictionary<int, Dictionary<string, string>> ReadRows(RunView end)
    {
        var rows = new SortedDictionary<int, Dictionary<string, string>>();
        var name = $"runs/{end.Id}/sim.{(plan.Csv ? "csv" : "jsonl")}{(plan.Gzip ? ".gz" : "")}";
        if (!disk.Files.TryGetValue(name, out var bytes))
        {
            return rows;
        }

        using var file = new MemoryStream(bytes);
        using var text = new StreamReader(plan.Gzip ? new GZipStream(file, CompressionMode.Decompress) : file, Encoding.UTF8);
        string[]? header = null;
        while (text.ReadLine() is { } line)
        {
            if (plan.Csv && header is null)
            {
                header = line.Split(',');
                continue;
            }

            var row = header is null ? ReadJson(line) : header.Zip(line.Split(',')).ToDictionary(static f => f.First, static f => f.Second, StringComparer.Ordinal);
            if (!rows.TryAdd(int.Parse(row["n"], CultureInfo.InvariantCulture), row))
            {
                book.Violate($"row {row["n"]} is written more than once");
            }
        }

        return rows;
    }

    private static Dictionary<string, string> ReadJson(string line)
    {
        using var row = JsonDocument.Parse(line);
        return row.RootElement.EnumerateObject().ToDictionary(
            static cell => cell.Name,
            static cell => cell.Name == "n" ? cell.Value.GetRawText() : RunBook.TextOf(cell.Value) ?? "",
            StringComparer.Ordinal);
    }

    private List<int> ReadDropped(RunView end)
    {
        var dropped = new List<int>();
        foreach (var line in disk.Files.TryGetValue($"runs/{end.Id}/dropped.jsonl", out var bytes) ? Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            using var row = JsonDocument.Parse(line);
            dropped.Add(row.RootElement.GetProperty("row").GetInt32());
        }

        return dropped;
    }

    private void Report(IEnumerable<string> violations) => book.Violations.AddRange(violations);
}
