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

    /// <summary>What the processors made of the whole result, without a header.</summary>
    public static string Processed(string run, RunOutput output) => $"runs/{run}/processed{Extension(output)}";

    /// <summary>The dropped rows of one group.</summary>
    public static string DroppedPart(string run, long group, int attempt) => $"runs/{run}/dropped/{Number(group, attempt)}.jsonl";

    /// <summary>One piece of a run's events; names sort by silo and time.</summary>
    public static string Events(string run, string stream, string silo, DateTimeOffset at, int piece) => string.Create(
        CultureInfo.InvariantCulture,
        $"{EventsFolder(run)}{stream}-{Plain(silo)}-{at.UtcDateTime:yyyyMMdd'T'HHmmssfff}-{piece:D5}.jsonl");

    /// <summary>Where a run's events are.</summary>
    public static string EventsFolder(string run) => $"runs/{run}/events/";

    /// <summary>The trace that was last made of them.</summary>
    public static string Trace(string run) => $"runs/{run}/trace.json";

    private static string Plain(string silo) => string.Concat(silo.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '_'));

    private static string Number(long group, int attempt) =>
        group.ToString("D6", CultureInfo.InvariantCulture) + (attempt <= 1 ? "" : $"-{attempt.ToString(CultureInfo.InvariantCulture)}");

    private static string Extension(RunOutput output) => (output.Format == "csv" ? ".csv" : ".jsonl") + (output.Gzip ? ".gz" : "");
}
