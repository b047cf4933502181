using System.Diagnostics;
using System.Globalization;
using Granary.Tournament;

// limits [SEEDS] [--out FILE] [--only TEXT]: runs every estimator against every provider and prints a table.
var seeds = args.Length > 0 && int.TryParse(args[0], CultureInfo.InvariantCulture, out var asked) ? asked : 10;
var outFile = Array.IndexOf(args, "--out") is >= 0 and var o && o + 1 < args.Length ? args[o + 1] : null;
var only = Array.IndexOf(args, "--only") is >= 0 and var f && f + 1 < args.Length ? args[f + 1] : "";
var watch = Stopwatch.StartNew();
var lines = new List<string> { Summary.Header };
Console.WriteLine(Summary.Header);

void Tell(string line)
{
    lines.Add(line);
    Console.WriteLine(line);
    if (outFile is not null)
    {
        // Line by line: a run that is stopped has written what it found.
        File.WriteAllLines(outFile, lines);
    }
}

foreach (var (scenario, contestant) in Field.All())
{
    if ($"{scenario.Name} {contestant}".Contains(only, StringComparison.OrdinalIgnoreCase))
    {
        Tell(Contestants.Over(scenario, contestant, seeds).ToString());
    }
}

if (only.Length == 0)
{
    Tell("");
    Tell("| estimator | ns per sample | bytes |");
    Tell("|---|---|---|");
    foreach (var name in new[] { "seek", "aimd", "gradient2", "vegas" })
    {
        var (nanoseconds, bytes) = SampleCost.Of(Contestants.Create(name, 64));
        Tell(string.Create(CultureInfo.InvariantCulture, $"| {name} | {nanoseconds:0} | {bytes:0.###} |"));
    }

    Tell("");
    Tell("| target | wanted | measured | |");
    Tell("|---|---|---|---|");
    foreach (var target in Targets.All(seeds))
    {
        Tell(target.ToString());
    }
}

Tell("");
Tell(string.Create(CultureInfo.InvariantCulture, $"{seeds} seeds each, {watch.Elapsed.TotalSeconds:0} s."));
