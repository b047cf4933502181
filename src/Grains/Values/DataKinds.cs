namespace Granary.Grains.Values;

/// <summary>The words for kinds of values.</summary>
internal static class DataKinds
{
    /// <summary>The word for a message.</summary>
    public static string Name(DataKind kind) => kind switch
    {
        DataKind.Null => "null",
        DataKind.Bool => "bool",
        DataKind.Int => "int",
        DataKind.Float => "float",
        DataKind.String => "string",
        DataKind.List => "list",
        DataKind.Object => "object",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };
}
