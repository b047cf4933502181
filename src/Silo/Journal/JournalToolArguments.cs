using System.Globalization;

namespace Granary.Silo.Journal;

/// <summary>The command line of the journal tool.</summary>
/// <param name="Verb">inspect, verify, compact or export.</param>
/// <param name="Folder">The folder with the logs.</param>
/// <param name="Json">One JSON object per log instead of text.</param>
/// <param name="Type">Export: only records of this type.</param>
internal sealed record JournalToolArguments(string Verb, string Folder, bool Json, byte? Type)
{
    private static readonly string[] _verbs = ["inspect", "verify", "compact", "export"];

    /// <summary>Reads it; null if it makes no sense.</summary>
    public static JournalToolArguments? Parse(string[] args)
    {
        if (args.Length < 2 || !_verbs.Contains(args[0]))
        {
            return null;
        }

        string? folder = null;
        byte? type = null;
        var json = false;
        for (var index = 1; index < args.Length; index++)
        {
            switch (args[index])
            {
                case "--json":
                    json = true;
                    break;
                case "--type" when args[0] == "export" && index + 1 < args.Length
                    && byte.TryParse(args[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                    type = number;
                    index++;
                    break;
                case var path when folder is null && !path.StartsWith('-'):
                    folder = path;
                    break;
                default:
                    return null;
            }
        }

        return folder is null ? null : new JournalToolArguments(args[0], folder, json, type);
    }
}
