using System.Text.RegularExpressions;

namespace Granary.Grains.Runs.Documents;

/// <summary>What a column may be called.</summary>
internal static partial class ColumnNames
{
    /// <summary>The rule, for messages.</summary>
    public const string Rule = "start with a letter or `_`, then letters, digits and `_`, at most 64 characters, no `__`";

    /// <summary>Whether a text is a column name.</summary>
    public static bool IsValid(string name) => Form().IsMatch(name) && !name.Contains("__", StringComparison.Ordinal);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
