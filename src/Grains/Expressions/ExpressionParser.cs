using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary>
/// Reads the expression language: a Pratt parser, weakest first: <c>? :</c>, <c>or</c>, <c>and</c>, <c>not</c>, comparison, <c>+ -</c>,
/// <c>* / %</c>, sign, then member, index and call.
/// </summary>
internal sealed class ExpressionParser
{
    private const int NotPower = 4;
    private const int SignPower = 8;

    private readonly List<ExpressionToken> _tokens;
    private readonly ImmutableArray<ValueReference>.Builder _references = ImmutableArray.CreateBuilder<ValueReference>();
    private int _at;
    private int _nodes;
    private int _depth;
    private bool _usesNow;

    private ExpressionParser(List<ExpressionToken> tokens) => _tokens = tokens;

    private ExpressionToken Next => _tokens[_at];

    /// <summary>Compiles a text, or says where it is wrong.</summary>
    public static ExpressionParse Parse(string text)
    {
        try
        {
            if (Encoding.UTF8.GetByteCount(text) > ExpressionLimits.Bytes)
            {
                throw new ExpressionFault(1, $"the expression is longer than {ExpressionLimits.Bytes} bytes");
            }

            var parser = new ExpressionParser(ExpressionLexer.Read(text));
            var root = parser.Expression(0);
            if (parser.Next.Kind != ExpressionTokenKind.End)
            {
                throw new ExpressionFault(parser.Next.Position, $"unexpected `{parser.Next.Text}`");
            }

            return new ExpressionParse(new CompiledExpression(text, root, parser._references.ToImmutable(), parser._usesNow), null);
        }
        catch (ExpressionFault fault)
        {
            return new ExpressionParse(null, new ExpressionError(fault.Position, fault.Message));
        }
    }

    private static int PowerOf(ExpressionToken token) => (token.Kind, token.Text) switch
    {
        (ExpressionTokenKind.Symbol, "?") => 1,
        (ExpressionTokenKind.Name, "or") => 2,
        (ExpressionTokenKind.Name, "and") => 3,
        (ExpressionTokenKind.Symbol, "==" or "!=" or "<" or "<=" or ">" or ">=") => 5,
        (ExpressionTokenKind.Symbol, "+" or "-") => 6,
        (ExpressionTokenKind.Symbol, "*" or "/" or "%") => 7,
        (ExpressionTokenKind.Symbol, "." or "[") => 9,
        _ => 0,
    };

    private ExpressionNode Expression(int power)
    {
        if (++_depth > ExpressionLimits.Nesting)
        {
            throw new ExpressionFault(Next.Position, $"more than {ExpressionLimits.Nesting} levels inside each other");
        }

        var left = Count(Prefix());
        for (var next = PowerOf(Next); next > power; next = PowerOf(Next))
        {
            left = Count(Infix(left, next));
        }

        _depth--;
        return left;
    }

    private ExpressionNode Infix(ExpressionNode left, int power)
    {
        var token = Take();
        switch (token.Text)
        {
            case "?":
                var then = Expression(0);
                Expect(":");
                return new ConditionalNode(token.Position, left, then, Expression(0));
            case "or" or "and":
                return new LogicalNode(token.Position, token.Text == "and", left, Expression(power));
            case ".":
                var name = Take();
                return name.Kind == ExpressionTokenKind.Name
                    ? new MemberNode(name.Position, left, name.Text)
                    : throw new ExpressionFault(name.Position, "a name is expected after `.`");
            case "[":
                var index = Expression(0);
                Expect("]");
                return index is LiteralNode { Name: { } key } ? new MemberNode(index.Position, left, key) : new IndexNode(token.Position, left, index);
            case "+" or "-" or "*" or "/" or "%":
                return new ArithmeticNode(token.Position, token.Text[0], left, Expression(power));
            default:
                var comparison = new ComparisonNode(token.Position, token.Text, left, Expression(power));
                return PowerOf(Next) == power ? throw new ExpressionFault(Next.Position, "comparisons cannot be chained; use `and`") : comparison;
        }
    }

    private ExpressionNode Prefix()
    {
        var token = Take();
        switch (token.Kind)
        {
            case ExpressionTokenKind.String:
                return new LiteralNode(token.Position, DataValue.Of(token.Text), DataShape.Text);
            case ExpressionTokenKind.Number:
                return Number(token);
            case ExpressionTokenKind.Name:
                return Named(token);
            case ExpressionTokenKind.End:
                throw new ExpressionFault(token.Position, "the expression ends too early");
        }

        switch (token.Text)
        {
            case "(":
                var inner = Expression(0);
                Expect(")");
                return inner;
            case "-":
                return new UnaryNode(token.Position, negation: false, Expression(SignPower));
            case "[":
                return new ListNode(token.Position, Many("]", () => Expression(0)));
            case "{":
                return Object(token);
            default:
                throw new ExpressionFault(token.Position, $"unexpected `{token.Text}`");
        }
    }

    private ExpressionNode Named(ExpressionToken token)
    {
        switch (token.Text)
        {
            case "true" or "false":
                return new LiteralNode(token.Position, DataValue.Of(token.Text == "true"), DataShape.Bool);
            case "null":
                return new LiteralNode(token.Position, DataValue.Null, DataShape.Unknown);
            case "not":
                return new UnaryNode(token.Position, negation: true, Expression(NotPower));
            case "and" or "or":
                throw new ExpressionFault(token.Position, $"unexpected `{token.Text}`");
        }

        if (!IsNext("("))
        {
            _references.Add(new ValueReference(token.Text, token.Position));
            return new ReferenceNode(token.Position, token.Text);
        }

        if (!ExpressionFunctions.All.TryGetValue(token.Text, out var function))
        {
            throw new ExpressionFault(
                token.Position, $"unknown function `{token.Text}`. {NearestName.Hint(token.Text, ExpressionFunctions.All.Keys.Order(StringComparer.Ordinal), "functions")}");
        }

        Take();
        var arguments = Many(")", () => Expression(0));
        _usesNow |= function.Name == ExpressionFunctions.Now;
        return arguments.Length >= function.Fewest && arguments.Length <= function.Most
            ? new CallNode(token.Position, function, arguments)
            : throw new ExpressionFault(token.Position, Arity(function, arguments.Length));
    }

    private static string Arity(ExpressionFunction function, int found) => function.Fewest == function.Most
        ? $"{function.Name}(…) takes {function.Fewest} arguments, found {found}"
        : $"{function.Name}(…) takes {function.Fewest} to {function.Most} arguments, found {found}";

    private static LiteralNode Number(ExpressionToken token)
    {
        if (!DataArithmetic.TryParse(token.Text, out var number))
        {
            throw new ExpressionFault(token.Position, $"`{token.Text}` is no number");
        }

        return new LiteralNode(token.Position, number, number.Kind == DataKind.Int ? DataShape.Int : DataShape.Float);
    }

    private ObjectNode Object(ExpressionToken open)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return new ObjectNode(open.Position, Many("}", () =>
        {
            var name = Take();
            if (name.Kind is not (ExpressionTokenKind.Name or ExpressionTokenKind.String))
            {
                throw new ExpressionFault(name.Position, "a member's name is expected");
            }

            if (!names.Add(name.Text))
            {
                throw new ExpressionFault(name.Position, $"the member `{name.Text}` stands here twice");
            }

            Expect(":");
            return KeyValuePair.Create(name.Text, Expression(0));
        }));
    }

    private T[] Many<T>(string close, Func<T> read)
    {
        var items = new List<T>();
        while (!IsNext(close))
        {
            if (items.Count > 0)
            {
                Expect(",");
            }

            items.Add(read());
        }

        Take();
        return [.. items];
    }

    private ExpressionNode Count(ExpressionNode node) => ++_nodes > ExpressionLimits.Nodes
        ? throw new ExpressionFault(node.Position, $"the expression has more than {ExpressionLimits.Nodes.ToString(CultureInfo.InvariantCulture)} parts")
        : node;

    private bool IsNext(string symbol) => Next.Kind == ExpressionTokenKind.Symbol && Next.Text == symbol;

    private ExpressionToken Take() => Next.Kind == ExpressionTokenKind.End ? Next : _tokens[_at++];

    private void Expect(string symbol)
    {
        if (!IsNext(symbol))
        {
            throw new ExpressionFault(Next.Position, $"`{symbol}` is expected{(Next.Kind == ExpressionTokenKind.End ? string.Empty : $", found `{Next.Text}`")}");
        }

        Take();
    }
}
