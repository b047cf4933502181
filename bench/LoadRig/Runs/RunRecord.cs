using System.Text.Json;

namespace Granary.LoadRig.Runs;

/// <summary>What a finished run says of itself in its manifest.</summary>
internal static class RunRecord
{
    /// <summary>Seconds from running to completing: all its row groups. The manifest follows the state, so it may be a moment late.</summary>
    public static async Task<double> WorkingAsync(string folder, string run, CancellationToken cancellationToken)
    {
        for (var look = 0; look < 500; look++)
        {
            var file = Directory.EnumerateFiles(folder, "manifest.json", SearchOption.AllDirectories).FirstOrDefault(path => path.Contains(run, StringComparison.Ordinal));
            if (file is not null && JsonElement.Parse(await File.ReadAllTextAsync(file, cancellationToken)) is var manifest
                && At(manifest, "running") is { } began && At(manifest, "completing") is { } ended)
            {
                return (ended - began).TotalSeconds;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
        }

        throw new InvalidOperationException($"The manifest of run {run} does not say how long it worked.");
    }

    private static DateTimeOffset? At(JsonElement manifest, string state)
    {
        var entry = manifest.GetProperty("states").EnumerateArray().LastOrDefault(entry => entry.GetProperty("state").GetString() == state);
        return entry.ValueKind == JsonValueKind.Undefined ? null : entry.GetProperty("at").GetDateTimeOffset();
    }
}
