using System.Globalization;
using Granary.Grains.Values;

namespace Granary.Grains.Runs.Documents;

/// <summary>Reads a place as one type, or reports value and bound. Text made from a row is read as the type that is wanted.</summary>
internal static class FieldValues
{
    /// <summary>A text of at most so many characters.</summary>
    public static string? ReadText(this DocumentNode node, DocumentErrors errors, int most)
    {
        if (node.Kind != DocumentNodeKind.String)
        {
            errors.Add(RunErrorCodes.BadValue, node, $"text is expected, found {node.Described}", node.Kind == DocumentNodeKind.Mapping ? null : "Put it in quotes.");
            return null;
        }

        if (node.Text.Length > most)
        {
            errors.Add(RunErrorCodes.BadValue, node, $"the text has {node.Text.Length} characters, at most {most} are allowed");
            return null;
        }

        return node.Text;
    }

    /// <summary>A whole number within bounds.</summary>
    public static long? ReadWhole(this DocumentNode node, DocumentErrors errors, long least, long most)
    {
        if (IsNumeric(node) && TryWhole(Trimmed(node), out var value) && value >= least && value <= most)
        {
            return value;
        }

        errors.Add(RunErrorCodes.BadValue, node, $"a whole number from {least} to {most} is expected, found {node.Described}");
        return null;
    }

    /// <summary>A number within bounds.</summary>
    public static double? ReadNumber(this DocumentNode node, DocumentErrors errors, double least, double most)
    {
        if (IsNumeric(node) && DataArithmetic.TryParse(Trimmed(node), out var number) && number.AsNumber() >= least && number.AsNumber() <= most)
        {
            return number.AsNumber();
        }

        errors.Add(RunErrorCodes.BadValue, node, $"{Bounds(least, most)} is expected, found {node.Described}");
        return null;
    }

    /// <summary>True or false.</summary>
    public static bool? ReadBool(this DocumentNode node, DocumentErrors errors)
    {
        if (node.Kind == DocumentNodeKind.Bool || (node.Rendered && Trimmed(node) is "true" or "false"))
        {
            return Trimmed(node) == "true";
        }

        errors.Add(RunErrorCodes.BadValue, node, $"true or false is expected, found {node.Described}");
        return null;
    }

    /// <summary>A duration such as <c>250ms</c>, <c>15m</c> or <c>1h30m</c> within bounds.</summary>
    public static TimeSpan? ReadDuration(this DocumentNode node, DocumentErrors errors, TimeSpan least, TimeSpan most)
    {
        if (node.Kind == DocumentNodeKind.String && DurationText.TryRead(node.Text, out var value) && value >= least && value <= most)
        {
            return value;
        }

        errors.Add(
            RunErrorCodes.BadValue,
            node,
            $"a duration from {DurationText.Write(least)} to {DurationText.Write(most)} is expected, found {node.Described}",
            "Write a number with its unit: ms, s, m, h or d.");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public static string? ReadWord(this DocumentNode node, DocumentErrors errors, IReadOnlyList<string> valid)
    {
        if (node.Kind == DocumentNodeKind.String && valid.Contains(Trimmed(node), StringComparer.Ordinal))
        {
            return Trimmed(node);
        }

        var hint = NearestName.Hint(node.Text, valid, "values");
        errors.Add(RunErrorCodes.BadValue, node, $"one of {string.Join(", ", valid)} is expected, found {node.Described}", hint);
        return null;
    }

    /// <summary>The values of a list of bounded length.</summary>
    public static IReadOnlyList<DocumentNode>? ReadList(this DocumentNode node, DocumentErrors errors, int least, int most)
    {
        if (node.Kind == DocumentNodeKind.Sequence && node.Items.Count >= least && node.Items.Count <= most)
        {
            return node.Items;
        }

        var found = node.Kind == DocumentNodeKind.Sequence ? $"a list of {node.Items.Count}" : node.Described;
        errors.Add(RunErrorCodes.BadValue, node, $"a list of {least} to {most} values is expected, found {found}");
        return null;
    }

    private static bool IsNumeric(DocumentNode node) => node.Kind == DocumentNodeKind.Number || (node.Rendered && node.Kind == DocumentNodeKind.String);

    private static string Trimmed(DocumentNode node) => node.Rendered ? node.Text.Trim() : node.Text;

    // 1e3 and 5.0 are whole numbers too.
    private static bool TryWhole(string text, out long value)
    {
        value = 0;
        return DataArithmetic.TryParse(text, out _) && long.TryParse(CanonicalNumber.Of(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static string Bounds(double least, double most) => (double.IsInfinity(least) || least == double.MinValue, double.IsInfinity(most) || most == double.MaxValue) switch
    {
        (true, true) => "a number",
        (false, true) => FormattableString.Invariant($"a number of at least {least}"),
        (true, false) => FormattableString.Invariant($"a number of at most {most}"),
        _ => FormattableString.Invariant($"a number from {least} to {most}"),
    };
}
