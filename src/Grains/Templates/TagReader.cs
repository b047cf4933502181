using System.Text;
using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>Reads the inside of one tag: terms, paths, constants, sub-expressions.</summary>
internal sealed class TagReader(TemplatePiece tag, TemplateScope scope)
{
    private const string EndsWord = " \t\r\n()=|}\"'";
    private readonly string _text = tag.Text;
    private int _at;
    private int _depth;

    private int Position => tag.Position + _at;

    /// <summary>Whether nothing but white space is left.</summary>
    public bool AtEnd
    {
        get
        {
            SkipSpace();
            return _at >= _text.Length;
        }
    }

    /// <summary>A fault at the current place.</summary>
    public TemplateFault Fault(string message) => new(Position, message);

    /// <summary>Takes a character if it is next.</summary>
    public bool TryTake(char c)
    {
        SkipSpace();
        if (_at >= _text.Length || _text[_at] != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>Takes a word if it is next and ends there.</summary>
    public bool TryTakeWord(string word)
    {
        SkipSpace();
        var end = _at + word.Length;
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0 || (end < _text.Length && !EndsWord.Contains(_text[end], StringComparison.Ordinal)))
        {
            return false;
        }

        _at = end;
        return true;
    }

    /// <summary>A bare word, for block names and block parameters.</summary>
    public string Word()
    {
        SkipSpace();
        var start = _at;
        while (_at < _text.Length && !EndsWord.Contains(_text[_at], StringComparison.Ordinal))
        {
            _at++;
        }

        return _text[start.._at];
    }

    /// <summary>What a whole output tag says: one value, or a helper with its arguments.</summary>
    public TemplateTerm Whole() => Call(allowPlain: true);

    /// <summary>One value: a constant, a path, or a sub-expression in parentheses.</summary>
    public TemplateTerm Term()
    {
        SkipSpace();
        if (_at >= _text.Length)
        {
            throw Fault("a value is expected");
        }

        var (start, c) = (Position, _text[_at]);
        if (c is '"' or '\'')
        {
            return new ConstantTerm(start, DataValue.Of(Quoted(c)));
        }

        if (c == '(')
        {
            return SubExpression();
        }

        var word = PathWord();
        return word switch
        {
            "true" or "false" => new ConstantTerm(start, DataValue.Of(word == "true")),
            "null" or "undefined" => new ConstantTerm(start, DataValue.Null),
            _ when char.IsAsciiDigit(word[0]) || (word[0] == '-' && word.Length > 1) => DataArithmetic.TryParse(word, out var number)
                ? new ConstantTerm(start, number)
                : throw new TemplateFault(start, $"`{word}` is no number"),
            _ => PathReader.Read(word, start, scope),
        };
    }

    /// <summary>Nothing may follow.</summary>
    public void End(string what)
    {
        if (!AtEnd)
        {
            throw Fault($"unexpected `{_text[_at]}` after {what}");
        }
    }

    private TemplateTerm SubExpression()
    {
        _at++;
        if (++_depth > TemplateLimits.Nesting)
        {
            throw Fault($"more than {TemplateLimits.Nesting} sub-expressions inside each other");
        }

        var term = Call(allowPlain: false);
        if (!TryTake(')'))
        {
            throw Fault("`)` is expected");
        }

        _depth--;
        return term;
    }

    private TemplateTerm Call(bool allowPlain)
    {
        SkipSpace();
        var (start, back) = (Position, _at);
        var name = _at < _text.Length && !EndsWord.Contains(_text[_at], StringComparison.Ordinal) ? PathWord() : string.Empty;
        SkipSpace();
        var more = _at < _text.Length && _text[_at] != ')';
        if (allowPlain && (name.Length == 0 || !more))
        {
            _at = back;
            return Term();
        }

        if (!TemplateHelpers.All.TryGetValue(name, out var helper))
        {
            throw new TemplateFault(
                start, $"unknown helper `{name}`. {NearestName.Hint(name, TemplateHelpers.All.Keys.Order(StringComparer.Ordinal), "helpers")}");
        }

        var arguments = new List<TemplateTerm>();
        while (!AtEnd && _text[_at] != ')')
        {
            arguments.Add(Term());
            if (!AtEnd && _text[_at] == '=')
            {
                throw Fault($"`{name}` takes no named arguments");
            }
        }

        return arguments.Count >= helper.Fewest && arguments.Count <= helper.Most
            ? new HelperTerm(start, helper, [.. arguments])
            : throw new TemplateFault(start, Arity(helper, arguments.Count));
    }

    private static string Arity(TemplateHelper helper, int found) => helper.Fewest == helper.Most
        ? $"`{helper.Name}` takes {helper.Fewest} values, found {found}"
        : $"`{helper.Name}` takes {helper.Fewest} to {helper.Most} values, found {found}";

    // A path may hold anything inside [ ].
    private string PathWord()
    {
        var start = _at;
        while (_at < _text.Length && !EndsWord.Contains(_text[_at], StringComparison.Ordinal))
        {
            if (_text[_at] == '[')
            {
                var close = _text.IndexOf(']', _at);
                _at = close < 0 ? throw Fault("`[` is not closed") : close;
            }

            _at++;
        }

        return _at > start ? _text[start.._at] : throw Fault($"unexpected `{_text[_at]}`");
    }

    private string Quoted(char quote)
    {
        var start = Position;
        var content = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == quote)
            {
                _at++;
                return content.ToString();
            }

            // As in Handlebars, only the quote itself can be escaped.
            _at += c == '\\' && _at + 1 < _text.Length && _text[_at + 1] == quote ? 1 : 0;
            content.Append(_text[_at]);
        }

        throw new TemplateFault(start, "the text that starts here has no closing quote");
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
