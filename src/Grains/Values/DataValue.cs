using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Granary.Grains.Values;

/// <summary>
/// A value while templates and expressions work with it: JSON with whole numbers told apart from floating ones, scalars without allocation,
/// lists and objects either borrowed from a <see cref="JsonElement"/> or built here. Immutable and thread-safe.
/// </summary>
internal readonly struct DataValue
{
    private readonly long _bits;
    private readonly object? _held;

    private DataValue(DataKind kind, long bits, object? held)
    {
        Kind = kind;
        _bits = bits;
        _held = held;
    }

    /// <summary>What it is.</summary>
    public DataKind Kind { get; }

    /// <summary>Nothing.</summary>
    public static DataValue Null => default;

    /// <summary>Nothing is here.</summary>
    public bool IsNull => Kind == DataKind.Null;

    /// <summary>A whole or floating number.</summary>
    public bool IsNumber => Kind is DataKind.Int or DataKind.Float;

    /// <summary>The word for a message: <c>string</c>, <c>int</c>, <c>null</c> …</summary>
    public string KindName => DataKinds.Name(Kind);

    /// <summary>Values of a list, members of an object.</summary>
    public int Count => _held switch
    {
        DataValue[] list => list.Length,
        KeyValuePair<string, DataValue>[] members => members.Length,
        JsonElement { ValueKind: JsonValueKind.Array } array => array.GetArrayLength(),
        JsonElement { ValueKind: JsonValueKind.Object } o => o.GetPropertyCount(),
        _ => 0,
    };

    /// <summary>True or false.</summary>
    public static DataValue Of(bool value) => new(DataKind.Bool, value ? 1 : 0, null);

    /// <summary>A whole number.</summary>
    public static DataValue Of(long value) => new(DataKind.Int, value, null);

    /// <summary>A floating number.</summary>
    public static DataValue Of(double value) => new(DataKind.Float, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>Text; null gives nothing.</summary>
    public static DataValue Of(string? value) => value is null ? Null : new(DataKind.String, 0, value);

    /// <summary>A list; the array must not be changed afterwards.</summary>
    public static DataValue Of(DataValue[] items) => new(DataKind.List, 0, items);

    /// <summary>An object; the array must not be changed afterwards and must not name a member twice.</summary>
    public static DataValue Of(KeyValuePair<string, DataValue>[] members) => new(DataKind.Object, 0, members);

    /// <summary>A JSON value; <c>Undefined</c> is nothing. Numbers keep their digits for writing.</summary>
    public static DataValue From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.String => Of(element.GetString()),
        JsonValueKind.Number => element.TryGetInt64(out var whole)
            ? Of(whole)
            : new DataValue(DataKind.Float, BitConverter.DoubleToInt64Bits(element.GetDouble()), element.GetRawText()),
        JsonValueKind.Array => new DataValue(DataKind.List, 0, element),
        JsonValueKind.Object => new DataValue(DataKind.Object, 0, element),
        _ => Null,
    };

    /// <summary>The bool; only of <see cref="DataKind.Bool"/>.</summary>
    public bool AsBool() => Kind == DataKind.Bool ? _bits != 0 : throw Wrong(DataKind.Bool);

    /// <summary>The whole number; only of <see cref="DataKind.Int"/>.</summary>
    public long AsInt() => Kind == DataKind.Int ? _bits : throw Wrong(DataKind.Int);

    /// <summary>The number as a floating one; of both number kinds.</summary>
    public double AsNumber() => Kind switch
    {
        DataKind.Int => _bits,
        DataKind.Float => BitConverter.Int64BitsToDouble(_bits),
        _ => throw Wrong(DataKind.Float),
    };

    /// <summary>The text; only of <see cref="DataKind.String"/>.</summary>
    public string AsString() => Kind == DataKind.String ? (string)_held! : throw Wrong(DataKind.String);

    /// <summary>A value of a list, or nothing when there is none at that place.</summary>
    public DataValue Item(long index) => _held switch
    {
        _ when index < 0 || index >= Count => Null,
        DataValue[] list => list[index],
        JsonElement { ValueKind: JsonValueKind.Array } array => From(array[(int)index]),
        _ => Null,
    };

    /// <summary>A member of an object, or nothing when there is none.</summary>
    public DataValue Member(string name)
    {
        if (_held is JsonElement { ValueKind: JsonValueKind.Object } element)
        {
            return element.TryGetProperty(name, out var found) ? From(found) : Null;
        }

        if (_held is KeyValuePair<string, DataValue>[] members)
        {
            foreach (var member in members)
            {
                if (string.Equals(member.Key, name, StringComparison.Ordinal))
                {
                    return member.Value;
                }
            }
        }

        return Null;
    }

    /// <summary>The values of a list, in order.</summary>
    public IEnumerable<DataValue> Items() => _held switch
    {
        DataValue[] list => list,
        JsonElement { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Select(From),
        _ => [],
    };

    /// <summary>The members of an object, in order.</summary>
    public IEnumerable<KeyValuePair<string, DataValue>> Members() => _held switch
    {
        KeyValuePair<string, DataValue>[] members => members,
        JsonElement { ValueKind: JsonValueKind.Object } element => element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, From(p.Value))),
        _ => [],
    };

    /// <summary>How much there is to work on, in characters or bytes; for step budgets.</summary>
    public long Weight => _held switch
    {
        string text => text.Length,
        JsonElement element => JsonMarshal.GetRawUtf8Value(element).Length,
        DataValue[] list => list.Length + list.Sum(item => item.Weight),
        KeyValuePair<string, DataValue>[] members => members.Length + members.Sum(member => member.Value.Weight),
        _ => 1,
    };

    /// <summary>Text as a person reads it: strings as they are, nothing as nothing, lists and objects as JSON.</summary>
    public string ToText() => Kind switch
    {
        DataKind.Null => string.Empty,
        DataKind.Bool => _bits != 0 ? "true" : "false",
        DataKind.Int => _bits.ToString(CultureInfo.InvariantCulture),
        DataKind.Float => Digits(),
        DataKind.String => (string)_held!,
        _ => DataJson.Text(this),
    };

    /// <summary>The digits of a floating number: those it came with, else the shortest that read back equal.</summary>
    internal string Digits() => _held as string ?? BitConverter.Int64BitsToDouble(_bits).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The JSON value this was borrowed from, if it was.</summary>
    internal bool TryBorrowed(out JsonElement element)
    {
        if (_held is JsonElement borrowed)
        {
            element = borrowed;
            return true;
        }

        element = default;
        return false;
    }

    private InvalidOperationException Wrong(DataKind wanted) => new($"A {KindName} was read as {DataKinds.Name(wanted)}.");
}
