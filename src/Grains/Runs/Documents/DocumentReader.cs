using System.Text;
using System.Text.Unicode;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Documents;

/// <summary>
/// Bytes to a document: UTF-8, at most 1 MiB, YAML 1.2 or JSON, one mapping, at most 32 levels, no name twice, no anchors or tags, no NUL.
/// Whatever breaks that is <c>run_unreadable</c> with its line, and then nothing else is said.
/// </summary>
internal static class DocumentReader
{
    /// <summary>Bytes of one document.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <summary>Mappings and lists inside each other.</summary>
    public const int MostDepth = 32;

    /// <summary>Reads <paramref name="bytes"/> as <c>json</c> or <c>yaml</c>; documents of other kinds have a name and a bound of their own.</summary>
    public static DocumentReading Read(ReadOnlySpan<byte> bytes, string format, string kind = "run document", int mostBytes = MostBytes)
    {
        try
        {
            var text = Checked(bytes, mostBytes);
            var root = string.Equals(format, "json", StringComparison.Ordinal) ? JsonDocumentReader.Read(text) : YamlDocumentReader.Read(text);
            return root.Kind == DocumentNodeKind.Mapping
                ? new DocumentReading(root, null)
                : throw new UnreadableDocument(root.Line, root.Position, $"a {kind} is a mapping of fields, this is {root.Described}");
        }
        catch (UnreadableDocument problem)
        {
            return new DocumentReading(null, new RunDocumentError(
                RunErrorCodes.Unreadable, null, string.Empty, problem.Line, problem.Position, problem.Message, problem.Hint));
        }
    }

    /// <summary>Refuses one more level.</summary>
    public static void CheckDepth(int depth, int line, int position)
    {
        if (depth > MostDepth)
        {
            throw new UnreadableDocument(line, position, $"more than {MostDepth} levels inside each other");
        }
    }

    /// <summary>Refuses a name that is there already.</summary>
    public static void CheckName(HashSet<string> names, string name, int line, int position)
    {
        if (!names.Add(name))
        {
            throw new UnreadableDocument(line, position, $"the name `{name}` stands twice in one mapping", "Remove one of both.");
        }
    }

    /// <summary>Refuses text that no result could carry.</summary>
    public static string CheckText(string text, int line, int position)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new UnreadableDocument(line, position, "a NUL character");
        }

        return text;
    }

    private static byte[] Checked(ReadOnlySpan<byte> bytes, int mostBytes)
    {
        if (bytes.Length > mostBytes)
        {
            throw new UnreadableDocument(null, null, $"the document has {bytes.Length} bytes, at most {mostBytes} are read", mostBytes == MostBytes ? "Move large tables into a seed dataset." : null);
        }

        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
        if (!Utf8.IsValid(bytes))
        {
            var (line, position) = PlaceOf(bytes, FirstInvalid(bytes));
            throw new UnreadableDocument(line, position, "invalid UTF-8", "Save the file as UTF-8.");
        }

        var nul = bytes.IndexOf((byte)0);
        if (nul >= 0)
        {
            var (line, position) = PlaceOf(bytes, nul);
            throw new UnreadableDocument(line, position, "a NUL character");
        }

        return bytes.ToArray();
    }

    private static (int Line, int Position) PlaceOf(ReadOnlySpan<byte> bytes, int at) =>
        (1 + bytes[..at].Count((byte)'\n'), 1 + at - (bytes[..at].LastIndexOf((byte)'\n') + 1));

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return Math.Min(at, bytes.Length);
    }
}
