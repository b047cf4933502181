namespace Granary.Embedded.Runtime;

/// <summary>Which silo has which grain, and which silos there are.</summary>
internal interface IGrainDirectory
{
    /// <summary>The silo that has the grain, or the one to make it on; null when there is none.</summary>
    Silo? Locate(GrainClass grainClass, GrainId id, CallOrigin from);

    /// <summary>The silo wants to activate the grain; returns whoever has it, itself if nobody else.</summary>
    Silo Claim(GrainId id, Silo silo);

    /// <summary>The silo has it no longer.</summary>
    void Release(GrainId id, Silo silo);

    /// <summary>The silo or client of that name; null when it is gone.</summary>
    CallOrigin? Find(string name);
}
