namespace Granary.Embedded;

/// <summary>Marks a constructor parameter of a grain, an <see cref="IPersistentState{TState}"/>, as a state of that name in that storage.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute : Attribute
{
    /// <summary>Names the state, and the storage when it is not the default one.</summary>
    public PersistentStateAttribute(string stateName, string? storageName = null)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        StateName = stateName;
        StorageName = storageName;
    }

    /// <summary>Name of the state within the grain.</summary>
    public string StateName { get; }

    /// <summary>Name of the storage; null is the default one.</summary>
    public string? StorageName { get; }
}
