using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Granary.Grains.Runs.Documents;

/// <summary>YAML 1.2 (core schema) to places with line and position. Anchors, aliases, tags and further documents are refused.</summary>
internal sealed partial class YamlDocumentReader
{
    private readonly IParser _events;

    private YamlDocumentReader(IParser events) => _events = events;

    /// <summary>Reads one YAML document.</summary>
    /// <exception cref="UnreadableDocument">It is none.</exception>
    public static DocumentNode Read(byte[] text)
    {
        var characters = Encoding.UTF8.GetString(text);
        var reader = new YamlDocumentReader(new Parser(new Scanner(new StringReader(characters), skipComments: true)));
        try
        {
            return reader.Document();
        }
        catch (YamlException problem)
        {
            throw Unreadable(characters, problem);
        }
        catch (Exception problem) when (problem is not UnreadableDocument)
        {
            // The parser leaves its own exceptions for others on some damaged texts; such a text is no YAML either.
            var last = reader._events.Current?.End ?? Mark.Empty;
            throw new UnreadableDocument((int)last.Line, (int)last.Column, "no YAML: what follows here cannot be parsed");
        }
    }

    private static UnreadableDocument Unreadable(string text, YamlException problem)
    {
        if (problem.Message.Contains("tab", StringComparison.Ordinal) && TabIndentation().Match(text) is { Success: true } tab)
        {
            // The parser tells the place of the whole mapping, which helps nobody to find a tab.
            var line = 1 + text.AsSpan(0, tab.Index).Count('\n');
            return new UnreadableDocument(line, 1, "no YAML: a tab is used as indentation", "Indent with spaces.");
        }

        // The start is that of the whole construct, the end is where it went wrong.
        return new UnreadableDocument((int)problem.End.Line, (int)problem.End.Column, $"no YAML: {problem.Message}");
    }

    [GeneratedRegex("^ *\t", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex TabIndentation();

    private DocumentNode Document()
    {
        while (_events.MoveNext() && _events.Current is not (DocumentStart or StreamEnd))
        {
            // The start of the stream says nothing.
        }

        if (_events.Current is not DocumentStart)
        {
            throw new UnreadableDocument(1, 1, "the document is empty");
        }

        var root = Next(0);
        while (_events.MoveNext())
        {
            if (_events.Current is DocumentStart more)
            {
                throw new UnreadableDocument((int)more.Start.Line, (int)more.Start.Column, "a second YAML document follows", "Keep one document in a file.");
            }
        }

        return root;
    }

    private DocumentNode Next(int depth)
    {
        if (!_events.MoveNext())
        {
            throw new UnreadableDocument(null, null, "no YAML: the document ends too early");
        }

        return Node(_events.Current!, depth + 1);
    }

    private DocumentNode Node(ParsingEvent current, int depth)
    {
        var (line, position) = ((int)current.Start.Line, (int)current.Start.Column);
        if (current is AnchorAlias alias)
        {
            throw new UnreadableDocument(line, position, $"the alias `*{alias.Value}`", "Write the value out: anchors and aliases are not read.");
        }

        if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            throw new UnreadableDocument(line, position, $"the anchor `&{anchored.Anchor}`", "Write the value out: anchors and aliases are not read.");
        }

        if (current is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            throw new UnreadableDocument(line, position, $"the tag `{tagged.Tag}`", "Remove it: tags are not read.");
        }

        switch (current)
        {
            case Scalar scalar:
                return Value(scalar, line, position);
            case SequenceStart:
                DocumentReader.CheckDepth(depth, line, position);
                var items = new List<DocumentNode>();
                while (_events.MoveNext() && _events.Current is not SequenceEnd)
                {
                    items.Add(Node(_events.Current!, depth + 1));
                }

                return new DocumentNode { Kind = DocumentNodeKind.Sequence, Line = line, Position = position, Items = items }.Adopt();
            case MappingStart:
                DocumentReader.CheckDepth(depth, line, position);
                return Mapping(depth, line, position);
            default:
                throw new UnreadableDocument(line, position, "no YAML: a value is expected");
        }
    }

    private DocumentNode Mapping(int depth, int line, int position)
    {
        var members = new List<DocumentMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_events.MoveNext() && _events.Current is not MappingEnd)
        {
            var key = _events.Current!;
            var (keyLine, keyPosition) = ((int)key.Start.Line, (int)key.Start.Column);
            if (key is not Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true } name)
            {
                throw new UnreadableDocument(keyLine, keyPosition, "a name must be plain text without anchor, alias or tag");
            }

            DocumentReader.CheckText(name.Value, keyLine, keyPosition);
            DocumentReader.CheckName(names, name.Value, keyLine, keyPosition);
            members.Add(new DocumentMember(name.Value, keyLine, keyPosition, Next(depth)));
        }

        return new DocumentNode { Kind = DocumentNodeKind.Mapping, Line = line, Position = position, Members = members }.Adopt();
    }

    private static DocumentNode Value(Scalar scalar, int line, int position)
    {
        var text = DocumentReader.CheckText(scalar.Value, line, position);
        var (kind, content) = scalar.Style == ScalarStyle.Plain ? Plain(text, line, position) : (DocumentNodeKind.String, text);
        return new DocumentNode { Kind = kind, Line = line, Position = position, Text = content };
    }

    // The core schema of YAML 1.2: what a plain scalar means.
    private static (DocumentNodeKind Kind, string Text) Plain(string text, int line, int position)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return (DocumentNodeKind.Null, string.Empty);
            case "true" or "True" or "TRUE":
                return (DocumentNodeKind.Bool, "true");
            case "false" or "False" or "FALSE":
                return (DocumentNodeKind.Bool, "false");
        }

        if (YamlNumber.TryRead(text, out var digits))
        {
            return double.IsFinite(double.Parse(digits, CultureInfo.InvariantCulture))
                ? (DocumentNodeKind.Number, digits)
                : throw new UnreadableDocument(line, position, $"the number {text} is too large");
        }

        return YamlNumber.IsNotFinite(text)
            ? throw new UnreadableDocument(line, position, $"`{text}` is no finite number", "Quote it if text is meant.")
            : (DocumentNodeKind.String, text);
    }
}
