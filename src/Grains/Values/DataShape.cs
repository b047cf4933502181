using System.Collections.Immutable;

namespace Granary.Grains.Values;

/// <summary>What is known before a run about the values of a column: its type and, where it is fixed, what is inside. Immutable.</summary>
internal sealed record DataShape(DataType Type)
{
    /// <summary>Nothing is known.</summary>
    public static DataShape Unknown { get; } = new(DataType.Json);

    /// <summary>Text.</summary>
    public static DataShape Text { get; } = new(DataType.String);

    /// <summary>Whole number.</summary>
    public static DataShape Int { get; } = new(DataType.Int);

    /// <summary>Floating number.</summary>
    public static DataShape Float { get; } = new(DataType.Float);

    /// <summary>True or false.</summary>
    public static DataShape Bool { get; } = new(DataType.Bool);

    /// <summary>The only members an object can have; null when they are not known.</summary>
    public ImmutableSortedDictionary<string, DataShape>? Members { get; init; }

    /// <summary>What a list holds; null when it is no list or not known.</summary>
    public DataShape? Items { get; init; }

    /// <summary>Text that is an instant of RFC 3339.</summary>
    public bool IsInstant { get; init; }

    /// <summary>Every value it can have, as text; null when they are not known.</summary>
    public ImmutableArray<string>? Values { get; init; }

    /// <summary>It is certainly a single number, text or bool.</summary>
    public bool IsScalar => Type.Kind is DataTypeKind.Bool or DataTypeKind.Float or DataTypeKind.Int or DataTypeKind.String;

    /// <summary>It could be a number.</summary>
    public bool MayBeNumber => Type.Kind is DataTypeKind.Int or DataTypeKind.Float || IsUnknown;

    /// <summary>It could be text.</summary>
    public bool MayBeText => Type.Kind == DataTypeKind.String || IsUnknown;

    /// <summary>It could be true or false.</summary>
    public bool MayBeBool => Type.Kind == DataTypeKind.Bool || IsUnknown;

    /// <summary>Nothing certain is known.</summary>
    public bool IsUnknown => Type.Kind == DataTypeKind.Json && Members is null;

    /// <summary>The word for a message.</summary>
    public string Name => Members is not null ? "object" : Type.ToString();

    /// <summary>A list of that.</summary>
    public static DataShape ListOf(DataShape items) => new(new DataType(DataTypeKind.List, items.Type)) { Items = items };

    /// <summary>An object with just these members.</summary>
    public static DataShape ObjectOf(IEnumerable<KeyValuePair<string, DataShape>> members) =>
        new(DataType.Json) { Members = members.ToImmutableSortedDictionary(StringComparer.Ordinal) };

    /// <summary>What a value of that declared type looks like.</summary>
    public static DataShape Of(DataType type) => type.Kind == DataTypeKind.List ? ListOf(Of(type.Element!)) with { Type = type } : new DataShape(type);
}
