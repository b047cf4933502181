using Granary.Grains.Expressions;
using Granary.Grains.Values;

namespace Granary.Grains.Tests.Expressions;

public sealed class ExpressionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

    private static readonly Scope Row = new("""
        {"n": 7, "f": 2.5, "s": "héllo", "b": true, "none": null, "big": 12345678901234567890, "list": [3, 1, 2], "o": {"x": {"y": 4}, "a-b": 1}, "tags": ["a", "b"]}
        """);

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("6 / 2", "3")]
    [InlineData("7 % 4", "3")]
    [InlineData("-n + 10", "3")]
    [InlineData("1.5 + 1", "2.5")]
    [InlineData("'a' + 'b'", "\"ab\"")]
    [InlineData("n > 5 and not b", "false")]
    [InlineData("not n == 7", "false")]
    [InlineData("n == 7.0", "true")]
    [InlineData("'7' == 7", "false")]
    [InlineData("none == null", "true")]
    [InlineData("missing == null", "true")]
    [InlineData("o.x.y", "4")]
    [InlineData("o['a-b']", "1")]
    [InlineData("o.nothing.at.all", "null")]
    [InlineData("list[0]", "3")]
    [InlineData("list[9]", "null")]
    [InlineData("list[n - 6]", "1")]
    [InlineData("'b' > 'a'", "true")]
    [InlineData("b ? 'yes' : 'no'", "\"yes\"")]
    [InlineData("false ? 1 : true ? 2 : 3", "2")]
    [InlineData("true or missing", "true")]
    [InlineData("false and missing", "false")]
    [InlineData("[1, 'a', null]", "[1,\"a\",null]")]
    [InlineData("{ a: 1, 'b c': [2] }", "{\"a\":1,\"b c\":[2]}")]
    [InlineData("[1, 2] == [1.0, 2]", "true")]
    [InlineData("{a: 1, b: 2} == {b: 2, a: 1}", "true")]
    [InlineData("length(s)", "5")]
    [InlineData("length(list) + length(o)", "5")]
    [InlineData("lower('ABC') + upper('d')", "\"abcD\"")]
    [InlineData("trim('  x ')", "\"x\"")]
    [InlineData("contains(s, 'llo')", "true")]
    [InlineData("contains(list, 2.0)", "true")]
    [InlineData("startsWith(s, 'hé')", "true")]
    [InlineData("split('a,b,,c', ',')", "[\"a\",\"b\",\"\",\"c\"]")]
    [InlineData("join(list, '-')", "\"3-1-2\"")]
    [InlineData("replace('aaa', 'a', 'bb')", "\"bbbbbb\"")]
    [InlineData("number(' 12 ') + number('0.5')", "12.5")]
    [InlineData("string(1.50) + string(null) + string(true)", "\"1.5true\"")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.5)", "-3")]
    [InlineData("round(2.345, 2)", "2.35")]
    [InlineData("abs(-3) + abs(-0.5)", "3.5")]
    [InlineData("min(3, 1, 2) + max(list)", "4")]
    [InlineData("min([])", "null")]
    [InlineData("sum(list)", "6")]
    [InlineData("keys(o)", "[\"x\",\"a-b\"]")]
    [InlineData("coalesce(none, missing, 'd', n / 0)", "\"d\"")]
    [InlineData("json({a: [1, 'x']})", "\"{\\\"a\\\":[1,\\\"x\\\"]}\"")]
    [InlineData("now()", "\"2026-01-31T09:30:00Z\"")]
    [InlineData("big", "12345678901234567890")]
    [InlineData("'it\\'s\\n\\\\'", "\"it's\\n\\\\\"")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    public void Evaluates(string text, string json)
    {
        var result = ExpressionParser.Parse(text).Expression!.Evaluate(Row, Now);

        Assert.Null(result.Error);
        Assert.Equal(json, DataJson.Text(result.Value));
    }

    [Theory]
    [InlineData("n / 0", 3, "division by zero")]
    [InlineData("1 + 'a'", 3, "needs numbers")]
    [InlineData("not n", 1, "needs bool")]
    [InlineData("none and b", 6, "needs bool")]
    [InlineData("n ? 1 : 2", 3, "needs bool")]
    [InlineData("s.x", 3, "needs an object")]
    [InlineData("list < 3", 6, "two numbers or two texts")]
    [InlineData("9223372036854775807 + 1", 21, "64 bits")]
    [InlineData("1e308 * 10", 7, "finite")]
    [InlineData("  length(5)", 3, "length(…) needs")]
    [InlineData("number('x')", 1, "cannot read")]
    [InlineData("split('a', '')", 1, "not empty")]
    public void Names_what_cannot_be_evaluated_and_where(string text, int position, string part)
    {
        var error = ExpressionParser.Parse(text).Expression!.Evaluate(Row, Now).Error!;

        Assert.Equal(position, error.Position);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "too early")]
    [InlineData("1 +", 4, "too early")]
    [InlineData("1 2", 3, "unexpected `2`")]
    [InlineData("a = 1", 3, "`==`")]
    [InlineData("a && b", 3, "`and`")]
    [InlineData("!a", 1, "`not`")]
    [InlineData("\"a\"", 1, "single quotes")]
    [InlineData("'abc", 1, "no closing quote")]
    [InlineData("'\\q'", 2, "unknown escape")]
    [InlineData("(1", 3, "`)` is expected")]
    [InlineData("lenght(s)", 1, "Did you mean `length`?")]
    [InlineData("length()", 1, "takes 1 arguments")]
    [InlineData("a < b < c", 7, "chained")]
    [InlineData("1a", 1, "followed by a letter")]
    [InlineData("a ? 1", 6, "`:` is expected")]
    [InlineData("{a: 1, a: 2}", 8, "twice")]
    [InlineData("a.", 3, "name is expected")]
    [InlineData("and", 1, "unexpected `and`")]
    [InlineData("eval('x')", 1, "unknown function")]
    public void Names_what_is_no_expression_and_where(string text, int position, string part)
    {
        var error = ExpressionParser.Parse(text).Error!;

        Assert.Equal(position, error.Position);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void References_are_the_names_it_reads_with_their_places()
    {
        var expression = ExpressionParser.Parse("a.b > c['d'] and length(e) == f[g]").Expression!;

        Assert.Equal(["a 1", "c 7", "e 25", "f 31", "g 33"], expression.References.Select(r => $"{r.Name} {r.Position}"));
        Assert.False(expression.UsesNow);
    }

    [Fact]
    public void Size_nesting_and_parts_are_bounded()
    {
        Assert.Contains("4096 bytes", ExpressionParser.Parse(new string(' ', 4096) + "1").Error!.Message, StringComparison.Ordinal);
        Assert.Contains("64 levels", ExpressionParser.Parse(new string('(', 100) + "1" + new string(')', 100)).Error!.Message, StringComparison.Ordinal);
        Assert.Contains("64 levels", ExpressionParser.Parse(string.Concat(Enumerable.Repeat("not ", 500)) + "true").Error!.Message, StringComparison.Ordinal);
        Assert.Contains("1000 parts", ExpressionParser.Parse(string.Join('+', Enumerable.Repeat("1", 600))).Error!.Message, StringComparison.Ordinal);
        Assert.NotNull(ExpressionParser.Parse(string.Join('+', Enumerable.Repeat("1", 500))).Expression);
    }

    [Fact]
    public void Steps_are_bounded_by_what_is_worked_on()
    {
        var row = new Scope($$"""{"t": "{{new string('x', 1_000_000)}}"}""");
        var expression = ExpressionParser.Parse(string.Join(" + ", Enumerable.Repeat("t", 30))).Expression!;

        Assert.Contains("100000 steps", expression.Evaluate(row, Now).Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n + 1", "int")]
    [InlineData("n / 2", "float")]
    [InlineData("n > 2 ? 'a' : 'b'", "string")]
    [InlineData("s + 'x'", "string")]
    [InlineData("length(s) > 3", "bool")]
    [InlineData("o.level", "string")]
    [InlineData("tags[0]", "string")]
    [InlineData("[1, 2]", "list<int>")]
    [InlineData("anything.at[3].all", "json")]
    public void Shape_of_the_value_is_known_beforehand(string text, string type)
    {
        var scope = Shapes();
        var shape = ExpressionParser.Parse(text).Expression!.Infer(scope);

        Assert.Equal(type, shape.Name);
        Assert.Empty(scope.Issues);
    }

    [Theory]
    [InlineData("s - 1", 3, "string and int")]
    [InlineData("s + 1", 3, "string and int")]
    [InlineData("not s", 5, "string")]
    [InlineData("n and true", 1, "int")]
    [InlineData("n < s", 3, "int and string")]
    [InlineData("upper(n)", 7, "int")]
    [InlineData("o.levle", 3, "no property `levle`")]
    [InlineData("s.x", 3, "no property `x`")]
    [InlineData("o['levle']", 3, "no property `levle`")]
    public void What_cannot_be_right_is_known_beforehand(string text, int position, string part)
    {
        var scope = Shapes();
        ExpressionParser.Parse(text).Expression!.Infer(scope);

        var issue = Assert.Single(scope.Issues);
        Assert.Equal(position, issue.Position);
        Assert.Contains(part, issue.Message, StringComparison.Ordinal);
    }

    private static ShapeScope Shapes() => new(name => name switch
    {
        "n" => DataShape.Int,
        "s" => DataShape.Text,
        "o" => DataShape.ObjectOf([KeyValuePair.Create("level", DataShape.Text)]),
        "tags" => DataShape.ListOf(DataShape.Text),
        _ => null,
    });
}
