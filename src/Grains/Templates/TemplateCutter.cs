using System.Text;

namespace Granary.Grains.Templates;

/// <summary>
/// Cuts a template into text and tags and settles white space as Handlebars does: <c>~</c> takes away all of it on its side; a block tag or
/// comment alone on its line takes the line with it; <c>\{{</c> is text.
/// </summary>
internal static class TemplateCutter
{
    /// <summary>The pieces in order; comments are gone.</summary>
    /// <exception cref="TemplateFault">A tag that is not closed.</exception>
    public static List<TemplatePiece> Cut(string template)
    {
        var raw = Scan(template);
        StripAloneLines(raw);
        var pieces = new List<TemplatePiece>(raw.Count);
        foreach (var part in raw)
        {
            if (part.Tag ? !part.Comment : part.Text.Length > 0)
            {
                pieces.Add(new TemplatePiece(part.Tag, part.Text, part.Position));
            }
        }

        return pieces;
    }

    private static List<TemplatePart> Scan(string template)
    {
        var parts = new List<TemplatePart>();
        var text = new StringBuilder();
        var (at, textStart) = (0, 0);
        while (at < template.Length)
        {
            var open = template.IndexOf("{{", at, StringComparison.Ordinal);
            if (open < 0)
            {
                break;
            }

            if (open > 0 && template[open - 1] == '\\' && open - 1 >= at)
            {
                // An escaped tag is text up to the next tag, without the backslash.
                text.Append(template, at, open - 1 - at).Append("{{");
                at = open + 2;
                continue;
            }

            text.Append(template, at, open - at);
            parts.Add(new TemplatePart { Text = text.ToString(), Position = textStart + 1 });
            text.Clear();
            var tag = Tag(template, open, out at);
            parts.Add(tag);
            textStart = at;
        }

        text.Append(template, Math.Min(at, template.Length), template.Length - Math.Min(at, template.Length));
        parts.Add(new TemplatePart { Text = text.ToString(), Position = textStart + 1 });
        TrimMarks(parts);
        return parts;
    }

    private static TemplatePart Tag(string template, int open, out int end)
    {
        var at = open + 2;
        var trimLeft = at < template.Length && template[at] == '~';
        at += trimLeft ? 1 : 0;
        if (string.CompareOrdinal(template, at, "{{", 0, 2) == 0)
        {
            throw new TemplateFault(open + 1, "raw blocks `{{{{ }}}}` are not available");
        }

        var triple = at < template.Length && template[at] == '{';
        at += triple ? 1 : 0;
        var comment = !triple && at < template.Length && template[at] == '!';
        var dashed = comment && string.CompareOrdinal(template, at, "!--", 0, 3) == 0;
        var close = dashed ? CommentEnd(template, at) : comment ? template.IndexOf("}}", at, StringComparison.Ordinal) : Close(template, at, triple);
        if (close < 0)
        {
            var expected = dashed ? "--}}" : triple ? "}}}" : "}}";
            throw new TemplateFault(open + 1, $"the tag that starts here is not closed with `{expected}`");
        }

        // What stands between the inside and the closing braces: the third brace and the mark, in this order.
        var inside = template[at..close];
        var after = close + (triple ? 1 : 0);
        var trimRight = triple ? template[after] == '~' : inside.EndsWith('~');
        inside = trimRight && !triple ? inside[..^1] : inside;
        end = after + (trimRight && triple ? 1 : 0) + 2;
        return new TemplatePart
        {
            Tag = true,
            Text = inside,
            Position = at + 1,
            Comment = comment,
            TrimLeft = trimLeft,
            TrimRight = trimRight,
            Line = comment || (!triple && IsLineTag(inside)),
        };
    }

    // Where the closing braces of a long comment stand.
    private static int CommentEnd(string template, int at)
    {
        var plain = template.IndexOf("--}}", at + 3, StringComparison.Ordinal);
        var marked = template.IndexOf("--~}}", at + 3, StringComparison.Ordinal);
        return marked >= 0 && (plain < 0 || marked < plain) ? marked + 3 : plain < 0 ? -1 : plain + 2;
    }

    // The first closing braces outside quotes and `[ ]`.
    private static int Close(string template, int at, bool triple)
    {
        var quote = '\0';
        for (var i = at; i + 1 < template.Length; i++)
        {
            var c = template[i];
            if (quote != '\0')
            {
                i += c == '\\' && template[i + 1] == quote ? 1 : 0;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'' or '[')
            {
                quote = c == '[' ? ']' : c;
            }
            else if (c == '}' && (triple ? ClosesTriple(template, i) : template[i + 1] == '}'))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool ClosesTriple(string template, int at) =>
        string.CompareOrdinal(template, at, "}}}", 0, 3) == 0 || string.CompareOrdinal(template, at, "}~}}", 0, 4) == 0;

    private static bool IsLineTag(string inside)
    {
        var word = inside.AsSpan().Trim();
        return word.Length > 0 && (word[0] is '#' or '/' or '^' || word is "else" || word.StartsWith("else ", StringComparison.Ordinal));
    }

    private static void TrimMarks(List<TemplatePart> parts)
    {
        for (var i = 1; i < parts.Count; i += 2)
        {
            parts[i - 1].Text = parts[i].TrimLeft ? parts[i - 1].Text.TrimEnd() : parts[i - 1].Text;
            parts[i + 1].Text = parts[i].TrimRight ? parts[i + 1].Text.TrimStart() : parts[i + 1].Text;
        }
    }

    // Whether a tag stands alone is asked of the text as written, before any line was taken away.
    private static void StripAloneLines(List<TemplatePart> parts)
    {
        var alone = new List<int>();
        for (var i = 1; i < parts.Count; i += 2)
        {
            if (parts[i].Line && LineStarts(parts, i) && LineEnds(parts, i))
            {
                alone.Add(i);
            }
        }

        foreach (var i in alone)
        {
            var before = parts[i - 1].Text;
            parts[i - 1].Text = before[..(before.LastIndexOf('\n') + 1)];
        }

        foreach (var i in alone)
        {
            var after = parts[i + 1].Text;
            var newline = after.IndexOf('\n', StringComparison.Ordinal);
            parts[i + 1].Text = newline < 0 ? string.Empty : after[(newline + 1)..];
        }
    }

    private static bool LineStarts(List<TemplatePart> parts, int tag)
    {
        var text = parts[tag - 1].Text;
        var newline = text.LastIndexOf('\n');
        return string.IsNullOrWhiteSpace(text[(newline + 1)..]) && (newline >= 0 || tag == 1);
    }

    private static bool LineEnds(List<TemplatePart> parts, int tag)
    {
        var text = parts[tag + 1].Text;
        var newline = text.IndexOf('\n', StringComparison.Ordinal);
        return string.IsNullOrWhiteSpace(newline < 0 ? text : text[..newline]) && (newline >= 0 || tag == parts.Count - 2);
    }
}
