namespace Granary.Grains.Values;

/// <summary>A declared type: <c>string</c>, <c>int</c>, <c>float</c>, <c>bool</c>, <c>json</c>, <c>list&lt;T&gt;</c>, each with <c>?</c> for "may be absent".</summary>
/// <param name="Kind">Which.</param>
/// <param name="Element">What a list holds; null otherwise.</param>
/// <param name="Optional">May be absent (null).</param>
internal sealed record DataType(DataTypeKind Kind, DataType? Element = null, bool Optional = false)
{
    private const int MostNesting = 8;

    /// <summary>Any JSON value, null included.</summary>
    public static DataType Json { get; } = new(DataTypeKind.Json);

    /// <summary>Text.</summary>
    public static DataType String { get; } = new(DataTypeKind.String);

    /// <summary>Whole number.</summary>
    public static DataType Int { get; } = new(DataTypeKind.Int);

    /// <summary>Floating number.</summary>
    public static DataType Float { get; } = new(DataTypeKind.Float);

    /// <summary>True or false.</summary>
    public static DataType Bool { get; } = new(DataTypeKind.Bool);

    /// <summary>The words a document may use.</summary>
    public const string Words = "string, int, float, bool, json, list<…>, each with an optional `?`";

    /// <summary>Reads a type, or null when the text is none.</summary>
    public static DataType? Parse(string text) => Parse(text, MostNesting);

    /// <summary>A value of this type can stand where <paramref name="wanted"/> is expected: the same, int → float, T → T?, anything → json. Json may turn out to fit, so it is not refused.</summary>
    public bool FitsInto(DataType wanted)
    {
        if (Kind == DataTypeKind.Json || wanted.Kind == DataTypeKind.Json)
        {
            return true;
        }

        return (Kind == wanted.Kind || (Kind == DataTypeKind.Int && wanted.Kind == DataTypeKind.Float))
            && (Kind != DataTypeKind.List || Element!.FitsInto(wanted.Element!));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        (Kind == DataTypeKind.List ? $"list<{Element}>" : Word(Kind)) + (Optional ? "?" : string.Empty);

    private static DataType? Parse(string text, int nesting)
    {
        if (nesting == 0)
        {
            return null;
        }

        if (text.EndsWith('?'))
        {
            return Parse(text[..^1], nesting) is { Optional: false } inner ? inner with { Optional = true } : null;
        }

        if (text.StartsWith("list<", StringComparison.Ordinal) && text.EndsWith('>'))
        {
            return Parse(text[5..^1].Trim(), nesting - 1) is { } element ? new DataType(DataTypeKind.List, element) : null;
        }

        return text switch
        {
            "string" => String,
            "int" => Int,
            "float" => Float,
            "bool" => Bool,
            "json" => Json,
            _ => null,
        };
    }

    private static string Word(DataTypeKind kind) => kind switch
    {
        DataTypeKind.Json => "json",
        DataTypeKind.String => "string",
        DataTypeKind.Int => "int",
        DataTypeKind.Float => "float",
        DataTypeKind.Bool => "bool",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };
}
