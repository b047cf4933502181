using System.Globalization;

namespace Granary.Journal.Tests;

/// <summary>How many cases a random campaign runs: a fixed small number in the suite, more by command.</summary>
internal static class Campaign
{
    /// <summary>The variable's value, or the number of the suite: <c>GRANARY_CUTS=500</c>.</summary>
    public static int Size(string variable, int inSuite) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : inSuite;
}
