using System.Globalization;
using System.Numerics;

namespace Granary.Grains.Runs.Documents;

/// <summary>One form for numbers that are equal: <c>1</c>, <c>1.0</c> and <c>10e-1</c> are <c>1</c>.</summary>
internal static class CanonicalNumber
{
    private const double LargestExact = 9_007_199_254_740_992;

    /// <summary>The canonical text of a JSON number.</summary>
    public static string Of(string text)
    {
        if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole.ToString(CultureInfo.InvariantCulture);
        }

        var number = double.Parse(text, CultureInfo.InvariantCulture);
        return number == Math.Floor(number) && Math.Abs(number) <= LargestExact
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);
    }
}
