using Granary.JournalRig;

var folder = Path.GetFullPath(args.Length > 0 ? args[0] : "data/journal-rig");
if (args is [_, "open", var keys, var budget])
{
    await StartScenario.OpenAsync(folder, keys, budget);
    return;
}

string[] wanted = args.Length > 1 ? args[1..] : ["commit", "scan", "start"];
Directory.CreateDirectory(folder);
try
{
    foreach (var name in wanted)
    {
        Console.WriteLine($"## {name}");
        await (name switch
        {
            "commit" => CommitScenario.RunAsync(folder),
            "scan" => ScanScenario.RunAsync(folder),
            "start" => StartScenario.RunAsync(folder),
            _ => throw new ArgumentException($"Unknown scenario '{name}'; there are commit, scan and start."),
        });
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
