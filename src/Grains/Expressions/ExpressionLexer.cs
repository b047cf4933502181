using System.Text;

namespace Granary.Grains.Expressions;

/// <summary>Cuts an expression into words.</summary>
internal static class ExpressionLexer
{
    private static readonly string[] TwoCharacters = ["==", "!=", "<=", ">="];

    /// <summary>The words, with <see cref="ExpressionTokenKind.End"/> last.</summary>
    /// <exception cref="ExpressionFault">A character that belongs to no word.</exception>
    public static List<ExpressionToken> Read(string text)
    {
        var tokens = new List<ExpressionToken>();
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (c is ' ' or '\t' or '\r' or '\n')
            {
                at++;
                continue;
            }

            var start = at;
            var token = c switch
            {
                '\'' => new ExpressionToken(ExpressionTokenKind.String, Quoted(text, ref at), start + 1),
                _ when char.IsAsciiLetter(c) || c is '_' or '$' => new ExpressionToken(ExpressionTokenKind.Name, Name(text, ref at), start + 1),
                _ when char.IsAsciiDigit(c) => new ExpressionToken(ExpressionTokenKind.Number, Number(text, ref at), start + 1),
                _ => new ExpressionToken(ExpressionTokenKind.Symbol, Symbol(text, ref at), start + 1),
            };
            tokens.Add(token);
        }

        tokens.Add(new ExpressionToken(ExpressionTokenKind.End, string.Empty, text.Length + 1));
        return tokens;
    }

    private static string Name(string text, ref int at)
    {
        var start = at++;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return text[start..at];
    }

    private static string Number(string text, ref int at)
    {
        var start = at;
        Digits(text, ref at);
        if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
        {
            at++;
            Digits(text, ref at);
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            at += at < text.Length && text[at] is '+' or '-' ? 1 : 0;
            Digits(text, ref at);
        }

        if (at < text.Length && (char.IsAsciiLetter(text[at]) || text[at] == '_'))
        {
            throw new ExpressionFault(start + 1, "a number is followed by a letter");
        }

        return text[start..at];
    }

    private static void Digits(string text, ref int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }
    }

    private static string Quoted(string text, ref int at)
    {
        var start = at++;
        var content = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at++];
            switch (c)
            {
                case '\'':
                    return content.ToString();
                case '\\' when at < text.Length:
                    content.Append(Escaped(text[at], at));
                    at++;
                    break;
                default:
                    content.Append(c);
                    break;
            }
        }

        throw new ExpressionFault(start + 1, "the text that starts here has no closing quote");
    }

    private static char Escaped(char c, int at) => c switch
    {
        '\'' or '\\' or '"' => c,
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => throw new ExpressionFault(at, $"unknown escape `\\{c}`; the known ones are \\' \\\\ \\\" \\n \\r \\t"),
    };

    private static string Symbol(string text, ref int at)
    {
        var start = at;
        foreach (var pair in TwoCharacters)
        {
            if (string.CompareOrdinal(text, at, pair, 0, 2) == 0)
            {
                at += 2;
                return pair;
            }
        }

        at++;
        return text[start] switch
        {
            '+' or '-' or '*' or '/' or '%' or '<' or '>' or '(' or ')' or '[' or ']' or '{' or '}' or '.' or ',' or ':' or '?' => text[start..at],
            '=' => throw new ExpressionFault(start + 1, "`=` does not exist; compare with `==`"),
            '!' => throw new ExpressionFault(start + 1, "`!` does not exist; write `not`"),
            '&' => throw new ExpressionFault(start + 1, "`&` does not exist; write `and`"),
            '|' => throw new ExpressionFault(start + 1, "`|` does not exist; write `or`"),
            '"' => throw new ExpressionFault(start + 1, "text stands in single quotes"),
            _ => throw new ExpressionFault(start + 1, $"unexpected character `{text[start]}`"),
        };
    }
}
