namespace Granary.Grains.Jobs;

/// <summary>Where the large inputs and results of a job are in the artifact store.</summary>
internal static class JobFiles
{
    /// <summary>Everything of a job.</summary>
    public static string Folder(string jobId) => $"jobs/{jobId}/";

    /// <summary>The result of an attempt; one that is refused leaves its file to the clean-up.</summary>
    public static string Result(string jobId, int attempt) => $"jobs/{jobId}/result-{attempt}";
}
