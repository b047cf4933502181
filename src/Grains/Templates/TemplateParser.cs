using System.Text;

namespace Granary.Grains.Templates;

/// <summary>Reads a template: text, values, and the blocks <c>if</c>, <c>unless</c> and <c>each</c> with <c>else</c>.</summary>
internal sealed class TemplateParser
{
    private readonly List<TemplatePiece> _pieces;
    private readonly TemplateScope _scope = new();
    private int _at;
    private int _depth;

    private TemplateParser(List<TemplatePiece> pieces) => _pieces = pieces;

    /// <summary>Compiles a text, or says where it is wrong.</summary>
    public static TemplateParse Parse(string text)
    {
        try
        {
            if (Encoding.UTF8.GetByteCount(text) > TemplateLimits.Bytes)
            {
                throw new TemplateFault(1, $"the template is longer than {TemplateLimits.Bytes} bytes");
            }

            var parser = new TemplateParser(TemplateCutter.Cut(text));
            var nodes = parser.Nodes(null, out _);
            return new TemplateParse(new CompiledTemplate(text, nodes, parser._scope.References.ToImmutable()), null);
        }
        catch (TemplateFault fault)
        {
            return new TemplateParse(null, new TemplateError(fault.Position, fault.Message));
        }
    }

    // The nodes up to the tag that ends the open block; that tag is handed back, taken.
    private TemplateNode[] Nodes(OpenBlock? block, out TemplatePiece end)
    {
        var nodes = new List<TemplateNode>();
        for (; _at < _pieces.Count; _at++)
        {
            var piece = _pieces[_at];
            if (!piece.IsTag)
            {
                nodes.Add(new TextNode(piece.Position, piece.Text));
                continue;
            }

            var trimmed = piece.Text.AsSpan().Trim();
            if (IsElse(trimmed) || trimmed.StartsWith("/"))
            {
                _at++;
                end = block is null ? throw new TemplateFault(piece.Position, $"`{{{{{trimmed}}}}}` belongs to no block") : piece;
                return [.. nodes];
            }

            if (trimmed.StartsWith("#"))
            {
                var reader = new TagReader(piece, _scope);
                reader.TryTake('#');
                _at++;
                nodes.Add(Block(reader, piece, chained: false));
                _at--;
                continue;
            }

            nodes.Add(Output(piece, trimmed));
        }

        end = block is null ? default : throw new TemplateFault(block.Position, $"the block `{block.Name}` that starts here is not closed with `{{{{/{block.Name}}}}}`");
        return [.. nodes];
    }

    private OutputNode Output(TemplatePiece piece, ReadOnlySpan<char> trimmed)
    {
        if (trimmed.IsEmpty)
        {
            throw new TemplateFault(piece.Position, "the tag is empty");
        }

        if (trimmed[0] is '>' or '*' or '^')
        {
            throw new TemplateFault(piece.Position, trimmed[0] switch
            {
                '>' => "partials `{{> }}` are not available",
                '*' => "decorators `{{* }}` are not available",
                _ => "`{{^}}` belongs to no block",
            });
        }

        var reader = new TagReader(piece, _scope);
        reader.TryTake('&');
        var node = new OutputNode(reader.Whole());
        reader.End("the value");
        return node;
    }

    private TemplateNode Block(TagReader reader, TemplatePiece piece, bool chained)
    {
        if (++_depth > TemplateLimits.Nesting)
        {
            throw new TemplateFault(piece.Position, $"more than {TemplateLimits.Nesting} blocks inside each other");
        }

        var block = new OpenBlock(reader.Word(), piece.Position);
        if (block.Name is not ("if" or "unless" or "each"))
        {
            throw new TemplateFault(piece.Position, $"unknown block `{block.Name}`. The blocks are if, unless and each.");
        }

        var subject = reader.Term();
        var isEach = block.Name == "each";
        var (item, key) = isEach ? BlockParameters(reader) : default;
        if (!reader.AtEnd)
        {
            throw reader.Fault($"`{block.Name}` takes one value; write a helper in parentheses, as in `{{{{#if (eq a b)}}}}`");
        }

        if (isEach)
        {
            _scope.Enter(item, key);
        }

        var then = Nodes(block, out var end);
        if (isEach)
        {
            _scope.Leave();
        }

        var otherwise = Else(block, end, chained);
        _depth--;
        return isEach ? new EachNode(subject, then, otherwise) : new IfNode(subject, block.Name == "if", then, otherwise);
    }

    // What follows the first part of a block. A chained block (`else if`) leaves the closing tag to the block it hangs on.
    private TemplateNode[] Else(OpenBlock block, TemplatePiece end, bool chained)
    {
        if (!IsElse(end.Text.AsSpan().Trim()))
        {
            Close(block, end, chained);
            return [];
        }

        var reader = new TagReader(end, _scope);
        if (!reader.TryTake('^'))
        {
            reader.TryTakeWord("else");
        }

        if (!reader.AtEnd)
        {
            var nested = Block(reader, end, chained: true);
            Close(block, _pieces[_at - 1], chained);
            return [nested];
        }

        var otherwise = Nodes(block, out var close);
        if (IsElse(close.Text.AsSpan().Trim()))
        {
            throw new TemplateFault(close.Position, $"the block `{block.Name}` has a second `else`");
        }

        Close(block, close, chained);
        return otherwise;
    }

    private void Close(OpenBlock block, TemplatePiece end, bool chained)
    {
        if (chained)
        {
            return;
        }

        var reader = new TagReader(end, _scope);
        reader.TryTake('/');
        var name = reader.Word();
        if (name != block.Name)
        {
            throw new TemplateFault(end.Position, $"`{{{{/{name}}}}}` closes the block `{block.Name}`; `{{{{/{block.Name}}}}}` is expected");
        }

        reader.End("the name");
    }

    private static (string? Item, string? Key) BlockParameters(TagReader reader)
    {
        if (!reader.TryTakeWord("as"))
        {
            return default;
        }

        if (!reader.TryTake('|'))
        {
            throw reader.Fault("`|` is expected after `as`");
        }

        var item = reader.Word();
        var key = reader.Word();
        return item.Length > 0 && reader.TryTake('|')
            ? (item, key.Length > 0 ? key : null)
            : throw reader.Fault("one or two names and `|` are expected");
    }

    private static bool IsElse(ReadOnlySpan<char> tag) =>
        tag is "else" or "^" || tag.StartsWith("else ", StringComparison.Ordinal) || (tag.StartsWith("^", StringComparison.Ordinal) && tag.Length > 1);
}
