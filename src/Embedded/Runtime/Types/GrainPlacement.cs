namespace Granary.Embedded.Runtime;

/// <summary>Which silo gets a new activation.</summary>
internal enum GrainPlacement
{
    Random,
    PreferLocal,
    Hash,
}
