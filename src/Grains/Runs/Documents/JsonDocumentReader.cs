using System.Text.Json;

namespace Granary.Grains.Runs.Documents;

/// <summary>JSON to places with line and position.</summary>
internal static class JsonDocumentReader
{
    /// <summary>Reads one JSON value.</summary>
    /// <exception cref="UnreadableDocument">It is none.</exception>
    public static DocumentNode Read(byte[] text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = DocumentReader.MostDepth + 1 });
            var cursor = new TextCursor(text);
            reader.Read();
            var root = Node(ref reader, cursor, 1);
            if (reader.Read())
            {
                cursor.MoveTo((int)reader.TokenStartIndex);
                throw new UnreadableDocument(cursor.Line, cursor.Position, "something follows after the end of the document");
            }

            return root;
        }
        catch (JsonException problem)
        {
            throw Unreadable(problem);
        }
        catch (InvalidOperationException)
        {
            // The reader says so of a string with half a surrogate pair.
            throw new UnreadableDocument(null, null, "a text holds half of a surrogate pair");
        }
    }

    private static UnreadableDocument Unreadable(JsonException problem)
    {
        // The place is told apart; the sentence in front of it is what matters.
        var end = problem.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var message = end > 0 ? problem.Message[..end].TrimEnd() : problem.Message;
        return new UnreadableDocument((int?)problem.LineNumber + 1, (int?)problem.BytePositionInLine + 1, $"no JSON: {message}");
    }

    private static DocumentNode Node(ref Utf8JsonReader reader, TextCursor cursor, int depth)
    {
        cursor.MoveTo((int)reader.TokenStartIndex);
        var (line, position) = (cursor.Line, cursor.Position);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                DocumentReader.CheckDepth(depth, line, position);
                return Mapping(ref reader, cursor, depth, line, position);
            case JsonTokenType.StartArray:
                DocumentReader.CheckDepth(depth, line, position);
                var items = new List<DocumentNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Node(ref reader, cursor, depth + 1));
                }

                return new DocumentNode { Kind = DocumentNodeKind.Sequence, Line = line, Position = position, Items = items }.Adopt();
            case JsonTokenType.Number:
                var digits = System.Text.Encoding.ASCII.GetString(reader.ValueSpan);
                return double.IsFinite(reader.GetDouble())
                    ? new DocumentNode { Kind = DocumentNodeKind.Number, Line = line, Position = position, Text = digits }
                    : throw new UnreadableDocument(line, position, $"the number {digits} is too large");
            case JsonTokenType.String:
                var text = DocumentReader.CheckText(reader.GetString()!, line, position);
                return new DocumentNode { Kind = DocumentNodeKind.String, Line = line, Position = position, Text = text };
            case JsonTokenType.True or JsonTokenType.False:
                var word = reader.TokenType == JsonTokenType.True ? "true" : "false";
                return new DocumentNode { Kind = DocumentNodeKind.Bool, Line = line, Position = position, Text = word };
            default:
                return new DocumentNode { Kind = DocumentNodeKind.Null, Line = line, Position = position };
        }
    }

    private static DocumentNode Mapping(ref Utf8JsonReader reader, TextCursor cursor, int depth, int line, int position)
    {
        var members = new List<DocumentMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            cursor.MoveTo((int)reader.TokenStartIndex);
            var (nameLine, namePosition) = (cursor.Line, cursor.Position);
            var name = DocumentReader.CheckText(reader.GetString()!, nameLine, namePosition);
            DocumentReader.CheckName(names, name, nameLine, namePosition);
            reader.Read();
            members.Add(new DocumentMember(name, nameLine, namePosition, Node(ref reader, cursor, depth + 1)));
        }

        return new DocumentNode { Kind = DocumentNodeKind.Mapping, Line = line, Position = position, Members = members }.Adopt();
    }
}
