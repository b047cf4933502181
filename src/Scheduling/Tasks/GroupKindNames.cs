namespace Granary.Scheduling.Tasks;

/// <summary>The names of <see cref="GroupKind"/> in events.</summary>
public static class GroupKindNames
{
    /// <summary>snake_case name; never renamed.</summary>
    public static string Name(this GroupKind kind) => kind switch
    {
        GroupKind.Local => "local",
        GroupKind.Model => "model",
        GroupKind.CustomModel => "custom_model",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of group."),
    };
}
