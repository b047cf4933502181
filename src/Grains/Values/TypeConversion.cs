using System.Text.Json;

namespace Granary.Grains.Values;

/// <summary>
/// Makes values fit a declared type, strictly: int → float, T → T?, anything → json, and for text its one obvious reading. Nothing else converts.
/// </summary>
internal static class TypeConversion
{
    /// <summary>Checks a JSON value against a type.</summary>
    /// <returns>False with what was found when it does not fit.</returns>
    public static bool Fits(JsonElement value, DataType type, out string found)
    {
        found = value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => "null",
            JsonValueKind.Number => value.TryGetInt64(out _) ? "int" : "float",
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Array => "list",
            _ => "object",
        };
        if (string.Equals(found, "null", StringComparison.Ordinal))
        {
            return type.Optional || type.Kind == DataTypeKind.Json;
        }

        switch (type.Kind)
        {
            case DataTypeKind.Json:
                return true;
            case DataTypeKind.Float:
                return value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble());
            case DataTypeKind.List when value.ValueKind == JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (!Fits(item, type.Element!, out var inside))
                    {
                        found = $"a list with {inside}";
                        return false;
                    }
                }

                return true;
            case DataTypeKind.List:
                return false;
            default:
                return string.Equals(found, type.Kind switch
                {
                    DataTypeKind.String => "string",
                    DataTypeKind.Int => "int",
                    _ => "bool",
                }, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// Reads text as a type. White space around it counts only for <c>string</c>; empty text is null where the type allows that.
    /// </summary>
    public static bool TryRead(string text, DataType type, out JsonElement value)
    {
        if (type.Kind == DataTypeKind.String)
        {
            value = type.Optional && text.Length == 0 ? DataJson.Null : DataJson.Element(text);
            return true;
        }

        var trimmed = text.Trim();
        if (trimmed.Length == 0 && type.Optional)
        {
            value = DataJson.Null;
            return true;
        }

        return type.Kind switch
        {
            DataTypeKind.Bool => TryReadBool(trimmed, out value),
            DataTypeKind.Int or DataTypeKind.Float => TryReadNumber(trimmed, type, out value),
            _ => TryReadJson(trimmed, out value) && Fits(value, type, out _),
        };
    }

    /// <summary>Reads text as one JSON value, at most 64 levels deep.</summary>
    public static bool TryReadJson(string text, out JsonElement value)
    {
        try
        {
            value = JsonElement.Parse(text);
            return DataJson.IsSound(value);
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            value = default;
            return false;
        }
    }

    private static bool TryReadBool(string text, out JsonElement value)
    {
        value = string.Equals(text, "true", StringComparison.Ordinal) ? DataJson.True : DataJson.False;
        return text is "true" or "false";
    }

    private static bool TryReadNumber(string text, DataType type, out JsonElement value)
    {
        value = default;
        if (!DataArithmetic.TryParse(text, out var number) || (type.Kind == DataTypeKind.Int && number.Kind != DataKind.Int))
        {
            return false;
        }

        value = DataJson.Element(number);
        return true;
    }
}
