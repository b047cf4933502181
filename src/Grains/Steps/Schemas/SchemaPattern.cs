using System.Text.RegularExpressions;

namespace Granary.Grains.Steps.Schemas;

/// <summary>
/// Patterns written by users: matched in time linear in the text where the pattern allows it, and under a time-out where it does not.
/// </summary>
internal static class SchemaPattern
{
    /// <summary>Compiles a pattern, or says what is wrong with it.</summary>
    public static Regex? TryCompile(string pattern, out string problem)
    {
        problem = string.Empty;
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, SchemaLimits.Pattern);
        }
        catch (NotSupportedException)
        {
            // Look-around and back references need the backtracking engine.
            return new Regex(pattern, RegexOptions.CultureInvariant, SchemaLimits.Pattern);
        }
        catch (ArgumentException bad)
        {
            problem = bad.Message;
            return null;
        }
    }

    /// <summary>Whether it is found in the text; one that takes too long is not.</summary>
    public static bool IsMatch(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
