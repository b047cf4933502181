namespace Granary.Grains.Seeds;

/// <summary>Where seed datasets may come from, and how large they may be. Section <c>Runs:Seeds</c>.</summary>
public sealed class SeedOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Runs:Seeds";

    /// <summary>
    /// A folder whose files a run document may name by their path inside it, when the artifact store has nothing of that name. Default none:
    /// only the artifact store is read.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>Bytes of one dataset, which is held in memory while its runs are open. Default 256 MiB, 1 KiB to 2,000 MiB.</summary>
    public long MaxBytes { get; set; } = 256L * 1024 * 1024;
}
