namespace Granary.Scheduling.Tasks;

/// <summary>What class of resource a group's work uses.</summary>
public enum GroupKind
{
    /// <summary>Work of this process alone.</summary>
    Local,

    /// <summary>Calls to one model endpoint.</summary>
    Model,

    /// <summary>Calls that no single endpoint stands for: an external resource, or aliases of several endpoints.</summary>
    CustomModel,
}
