namespace Granary.Embedded.Runtime;

/// <summary>Where an activation is in its life; it never goes back.</summary>
internal enum ActivationState
{
    Creating,
    Activating,
    Valid,
    Deactivating,
    Invalid,
}
