namespace Granary.Grains.Runs;

/// <summary>Runs that are not at rest.</summary>
[GenerateSerializer, Alias("granary.ActiveRunsState")]
internal sealed class ActiveRunsState
{
    /// <summary>Their ids.</summary>
    [Id(0)]
    public List<string> Runs { get; set; } = [];
}
