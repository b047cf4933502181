namespace Granary.Grains.Runs;

/// <summary>The runs of one tenant, oldest first.</summary>
[GenerateSerializer, Alias("granary.RunDirectoryState")]
internal sealed class RunDirectoryState
{
    /// <summary>Ids and names, in the order they were submitted.</summary>
    [Id(0)]
    public List<RunDirectoryEntry> Runs { get; set; } = [];
}
