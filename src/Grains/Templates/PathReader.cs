using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>Reads a path: <c>a.b</c>, <c>a.[0]</c>, <c>this.x</c>, <c>../x</c>, <c>@root.x</c>, <c>@index</c>, and the names of block parameters.</summary>
internal static class PathReader
{
    /// <summary>The reference; columns are noted in the scope.</summary>
    public static PathTerm Read(string path, int position, TemplateScope scope)
    {
        var (depth, at) = (scope.Depth, 0);
        var explicitItem = false;
        while (true)
        {
            if (string.CompareOrdinal(path, at, "../", 0, 3) == 0 || path[at..] == "..")
            {
                depth = depth > 0 ? depth - 1 : throw new TemplateFault(position, $"`{path}` leaves the template: there is nothing around this place");
                at = Math.Min(at + 3, path.Length);
            }
            else if (string.CompareOrdinal(path, at, "./", 0, 2) == 0)
            {
                at += 2;
            }
            else
            {
                break;
            }

            explicitItem = true;
        }

        var segments = Segments(path, at, position);
        if (segments.Count > 0 && segments[0] is "this" or ".")
        {
            segments.RemoveAt(0);
            explicitItem = true;
        }

        if (segments.Count > 0 && segments[0].StartsWith('@'))
        {
            return Data(path, position, segments, depth, scope);
        }

        if (!explicitItem && scope.Named(segments[0]) is { } named)
        {
            return new PathTerm(position, path, named.Source, named.Depth, [.. segments.Skip(1)]);
        }

        return depth > 0 ? new PathTerm(position, path, PathSource.Item, depth, [.. segments]) : Column(path, position, segments, scope);
    }

    private static PathTerm Data(string path, int position, List<string> segments, int depth, TemplateScope scope)
    {
        var name = segments[0];
        segments.RemoveAt(0);
        if (name == "@root")
        {
            return Column(path, position, segments, scope);
        }

        var source = name switch
        {
            "@index" => PathSource.Index,
            "@key" => PathSource.Key,
            "@first" => PathSource.First,
            "@last" => PathSource.Last,
            _ => throw new TemplateFault(position, $"unknown `{name}`. {NearestName.Hint(name, ["@first", "@index", "@key", "@last", "@root"], "names with @")}"),
        };
        return depth > 0
            ? new PathTerm(position, path, source, depth, [.. segments])
            : throw new TemplateFault(position, $"`{name}` exists inside `each` only");
    }

    private static PathTerm Column(string path, int position, List<string> segments, TemplateScope scope)
    {
        if (segments.Count == 0)
        {
            throw new TemplateFault(position, $"`{path}` is no value here; name a column");
        }

        scope.References.Add(new ValueReference(segments[0], position));
        return new PathTerm(position, path, PathSource.Column, 0, [.. segments]);
    }

    private static List<string> Segments(string path, int at, int position)
    {
        var segments = new List<string>();
        if (path[at..] == ".")
        {
            return [.. (string[])["."]];
        }

        while (at < path.Length)
        {
            int end;
            if (path[at] == '[')
            {
                end = path.IndexOf(']', at);
                segments.Add(path[(at + 1)..end]);
                end++;
            }
            else
            {
                end = path.IndexOf('.', at);
                end = end < 0 ? path.Length : end;
                segments.Add(Plain(path[at..end], path, position));
            }

            if (end < path.Length && path[end] != '.')
            {
                throw new TemplateFault(position, $"`{path}` is no path: `.` is expected after `]`");
            }

            at = end + 1;
            if (at == path.Length)
            {
                throw new TemplateFault(position, $"`{path}` is no path: it ends with `.`");
            }
        }

        return segments;
    }

    private static string Plain(string segment, string path, int position)
    {
        var name = segment.StartsWith('@') || segment.StartsWith('$') ? segment[1..] : segment;
        return name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-')
            ? segment
            : throw new TemplateFault(position, $"`{path}` is no path; write other names in brackets, as in `a.[b c]`");
    }
}
