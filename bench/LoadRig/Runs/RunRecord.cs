using System.Text.Json;

namespace Granary.LoadRig.Runs;

/// <summary>What a finished run says of itself in its manifest.</summary>
internal static class RunRecord
{
    /// <summary>Seconds from running to completing: all its row groups.</summary>
    public static double Working(string folder, string run)
    {
        var file = Directory.EnumerateFiles(folder, "manifest.json", SearchOption.AllDirectories).Single(path => path.Contains(run, StringComparison.Ordinal));
        var manifest = JsonElement.Parse(File.ReadAllText(file));
        return (At(manifest, "completing") - At(manifest, "running")).TotalSeconds;
    }

    private static DateTimeOffset At(JsonElement manifest, string state) =>
        manifest.GetProperty("states").EnumerateArray().Last(entry => entry.GetProperty("state").GetString() == state).GetProperty("at").GetDateTimeOffset();
}
