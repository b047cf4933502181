using System.Globalization;
using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Runs.Output;

/// <summary>Names of a run's files in the artifact store.</summary>
internal static class RunFiles
{
    public static string Folder(string run) => $"runs/{run}/";

    public static string Parts(string run) => $"runs/{run}/parts";

    public static string Manifest(string run) => $"runs/{run}/manifest.json";

    public static string Dropped(string run) => $"runs/{run}/dropped.jsonl";

    public static string Result(string run, string name, RunOutput output) => $"runs/{run}/{name}{Extension(output)}";

    /// <summary>
    /// One part. Each attempt to seal a group writes a name of its own, so that a replaced activation that is still writing can never change a
    /// file that was already counted.
    /// </summary>
    public static string Part(string run, long group, int attempt, RunOutput output) => $"runs/{run}/parts/{Number(group, attempt)}{Extension(output)}";

    /// <summary>The dropped rows of one group.</summary>
    public static string DroppedPart(string run, long group, int attempt) => $"runs/{run}/dropped/{Number(group, attempt)}.jsonl";

    private static string Number(long group, int attempt) =>
        group.ToString("D6", CultureInfo.InvariantCulture) + (attempt <= 1 ? "" : $"-{attempt.ToString(CultureInfo.InvariantCulture)}");

    private static string Extension(RunOutput output) => (output.Format == "csv" ? ".csv" : ".jsonl") + (output.Gzip ? ".gz" : "");
}
