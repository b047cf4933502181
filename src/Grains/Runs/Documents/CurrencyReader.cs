namespace Granary.Grains.Runs.Documents;

/// <summary>Reads the code of a currency.</summary>
internal static class CurrencyReader
{
    private const int CodeLength = 3;

    /// <summary>The code; null when the field is not there, or is none, which is reported.</summary>
    public static string? Read(FieldReader fields, string name)
    {
        if (fields.Text(name, CodeLength) is not { } code)
        {
            return null;
        }

        if (code.Length == CodeLength && code.All(char.IsAsciiLetterUpper))
        {
            return code;
        }

        fields.Errors.Add(RunErrorCodes.BadValue, fields.Find(name)!, $"`{code}` is no code of a currency", "Write three capital letters: USD.");
        return null;
    }
}
