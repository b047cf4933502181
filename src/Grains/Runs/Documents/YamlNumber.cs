using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Granary.Grains.Runs.Documents;

/// <summary>Numbers of the YAML 1.2 core schema, as JSON writes them.</summary>
internal static partial class YamlNumber
{
    /// <summary>Reads a plain scalar as a number: <c>12</c>, <c>+1.5</c>, <c>.5</c>, <c>1e3</c>, <c>0x1F</c>, <c>0o17</c>.</summary>
    public static bool TryRead(string text, out string digits)
    {
        digits = string.Empty;
        if (Whole().IsMatch(text))
        {
            digits = BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        }
        else if (Hexadecimal().IsMatch(text))
        {
            digits = BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        }
        else if (Octal().IsMatch(text))
        {
            digits = text[2..].Aggregate(BigInteger.Zero, (sum, c) => (sum * 8) + (c - '0')).ToString(CultureInfo.InvariantCulture);
        }
        else if (Floating().IsMatch(text))
        {
            digits = AsJson().IsMatch(text) ? text : double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
            digits = double.IsFinite(double.Parse(digits, CultureInfo.InvariantCulture)) ? digits : "1e999";
        }

        return digits.Length > 0;
    }

    /// <summary>Infinities and not-a-number, which no result can carry.</summary>
    public static bool IsNotFinite(string text) => text is ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF" or ".nan" or ".NaN" or ".NAN";

    [GeneratedRegex(@"^[-+]?[0-9]{1,400}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^0x[0-9a-fA-F]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^0o[0-7]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Octal();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Floating();

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AsJson();
}
