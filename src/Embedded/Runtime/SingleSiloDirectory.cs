namespace Granary.Embedded.Runtime;

/// <summary>One silo has everything.</summary>
internal sealed class SingleSiloDirectory : IGrainDirectory
{
    /// <summary>Set once, before the first call.</summary>
    public Silo? Silo { get; set; }

    public Silo? Locate(GrainClass grainClass, GrainId id, CallOrigin from) => Silo;

    public Silo Claim(GrainId id, Silo silo) => silo;

    public void Release(GrainId id, Silo silo)
    {
        // The silo's own catalog says it all.
    }

    public CallOrigin? Find(string name) => Silo;
}
