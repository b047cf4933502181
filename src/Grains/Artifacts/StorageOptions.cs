namespace Granary.Grains.Artifacts;

/// <summary>Where this installation keeps its files (section <c>Storage</c>).</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// Folder of everything durable: <c>artifacts/</c> (results and uploaded files), <c>cells/</c> (logs of unfinished row groups), <c>journal/</c>
    /// (recoverable requests), <c>state/</c> (grain state of the one-process build). Relative to the working folder; default <c>data</c>. Several silos of one cluster must see the same folder.
    /// </summary>
    public string Folder { get; set; } = "data";
}
