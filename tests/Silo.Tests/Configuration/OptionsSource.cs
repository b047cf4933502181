using System.Text;
using System.Text.RegularExpressions;

namespace Granary.Silo.Tests.Configuration;

/// <summary>An options class as its source file says it. Only files with a validator beside them are bound configuration.</summary>
/// <param name="TypeName">Full name.</param>
/// <param name="Section">Configuration section: the constant <c>Section</c>, else the type's name without "Options".</param>
/// <param name="Summary">Text of its summary, as Markdown.</param>
/// <param name="Properties">In source order.</param>
internal sealed partial record OptionsSource(string TypeName, string Section, string Summary, IReadOnlyList<OptionsProperty> Properties)
{
    private const string Suffix = "Options.cs";

    /// <summary>Every bound options class below a folder, by section; a nested class is a section of its own, and so is a table of named entries, with NAME for the name.</summary>
    public static IReadOnlyList<OptionsSource> FindAll(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*" + Suffix, SearchOption.AllDirectories)
            .Where(static file => File.Exists(file[..^3] + "Validator.cs"))
            .SelectMany(static file => WithTables(Read(file), file))
            .OrderBy(static source => source.Section, StringComparer.Ordinal)];

    private static IEnumerable<OptionsSource> WithTables(OptionsSource source, string file)
    {
        yield return source;
        foreach (var property in source.Properties)
        {
            var table = Table().Match(property.Type);
            var inner = table.Success ? table.Groups["entry"].Value : property.IsNested ? property.Type : null;
            if (inner is null)
            {
                continue;
            }

            var path = Path.Combine(Path.GetDirectoryName(file)!, inner + ".cs");
            var section = $"{source.Section}:{property.Name}{(table.Success ? ":NAME" : string.Empty)}";
            foreach (var found in WithTables(Read(path) with { Section = section }, path))
            {
                yield return found;
            }
        }
    }

    private static OptionsSource Read(string file)
    {
        var type = Path.GetFileName(file)[..^3];
        var (space, section, summary) = ("", type[..^"Options".Length], "");
        var comment = new StringBuilder();
        List<OptionsProperty> properties = [];
        foreach (var line in File.ReadLines(file).Select(static line => line.Trim()))
        {
            if (line.StartsWith("///", StringComparison.Ordinal))
            {
                comment.Append(line.AsSpan(3).Trim()).Append(' ');
                continue;
            }

            if (line.StartsWith("namespace ", StringComparison.Ordinal))
            {
                space = line["namespace ".Length..].TrimEnd(';');
            }
            else if (SectionConstant().Match(line) is { Success: true } constant)
            {
                section = constant.Groups["name"].Value;
            }
            else if (line.EndsWith(" class " + type, StringComparison.Ordinal) || line.EndsWith(" record " + type, StringComparison.Ordinal))
            {
                summary = Markdown(comment.ToString());
            }
            else if (Property().Match(line) is { Success: true } property)
            {
                properties.Add(new OptionsProperty(
                    property.Groups["name"].Value, property.Groups["type"].Value, property.Groups["value"].Value, Markdown(comment.ToString())));
            }

            comment.Clear();
        }

        return new OptionsSource($"{space}.{type}", section, summary, properties);
    }

    private static string Markdown(string xml)
    {
        var text = SummaryElement().Match(xml) is { Success: true } match ? match.Groups["text"].Value : xml;
        text = Reference().Replace(text, static reference => "`" + reference.Groups["name"].Value.Split('.')[^1] + "`");
        text = Tag().Replace(text.Replace("<c>", "`", StringComparison.Ordinal).Replace("</c>", "`", StringComparison.Ordinal), "");
        return System.Net.WebUtility.HtmlDecode(text).Replace("|", "\\|", StringComparison.Ordinal).Trim();
    }

    [GeneratedRegex("const string Section = \"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SectionConstant();

    [GeneratedRegex(@"^public (?<type>[\w<>,?. ]+?) (?<name>\w+) \{ get; ((set|init); )?\}( = (?<value>.+);)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Property();

    [GeneratedRegex(@"^Dictionary<string, (?<entry>\w+Options)>$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Table();

    [GeneratedRegex("<summary>(?<text>.*?)</summary>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SummaryElement();

    [GeneratedRegex("<(see|paramref) (cref|name|langword)=\"(?<name>[^\"]+)\" */>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex("</?[a-z]+[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();
}
