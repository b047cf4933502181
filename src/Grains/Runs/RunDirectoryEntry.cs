namespace Granary.Grains.Runs;

/// <summary>One run of a tenant.</summary>
[GenerateSerializer, Alias("granary.RunDirectoryEntry")]
internal sealed class RunDirectoryEntry
{
    /// <summary>Its id.</summary>
    [Id(0)]
    public string Id { get; set; } = "";

    /// <summary>Its document's name.</summary>
    [Id(1)]
    public string Name { get; set; } = "";
}
