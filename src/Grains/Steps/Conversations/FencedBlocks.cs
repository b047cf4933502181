namespace Granary.Grains.Steps.Conversations;

/// <summary>
/// Finds the fenced code blocks of Markdown text. A block opens with a line of at least three backticks or tildes, indented by at most three
/// blanks, and closes with a line of at least as many of the same (CommonMark 0.31, section 4.5). One that never closes is not complete and does
/// not count: the answer was cut.
/// </summary>
internal static class FencedBlocks
{
    private const int ShortestFence = 3;
    private const int MostIndent = 3;

    /// <summary>Complete blocks, in order.</summary>
    public static IReadOnlyList<FencedBlock> In(string text)
    {
        var found = new List<FencedBlock>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            if (Opening(lines[line]) is not { } fence)
            {
                continue;
            }

            var end = Array.FindIndex(lines, line + 1, candidate => Closes(candidate, fence.Mark, fence.Length));
            if (end < 0)
            {
                break;
            }

            found.Add(new FencedBlock(fence.Language, string.Join('\n', lines[(line + 1)..end])));
            line = end;
        }

        return found;
    }

    private static (char Mark, int Length, string Language)? Opening(string line)
    {
        var content = line.TrimStart(' ');
        var mark = content.Length > 0 ? content[0] : ' ';
        var length = Run(content, mark);
        var info = content[length..].Trim();
        return line.Length - content.Length > MostIndent || mark is not ('`' or '~') || length < ShortestFence || (mark == '`' && info.Contains('`', StringComparison.Ordinal))
            ? null
            : (mark, length, info.Split(' ', '\t', '{')[0]);
    }

    private static bool Closes(string line, char mark, int length)
    {
        var content = line.TrimStart(' ');
        return line.Length - content.Length <= MostIndent && Run(content, mark) >= length && content.Trim().All(letter => letter == mark);
    }

    private static int Run(string text, char mark)
    {
        var length = 0;
        while (length < text.Length && text[length] == mark)
        {
            length++;
        }

        return length;
    }
}
