using Granary.Grains.Steps;
using Granary.Grains.Tests.Documents;
using Granary.Grains.Tests.Expressions;
using Granary.Grains.Values;

namespace Granary.Grains.Tests.Steps;

public sealed class ExpressionStepTests
{
    [Theory]
    [InlineData("string", "12 ", "\"12 \"")]
    [InlineData("string?", "", "null")]
    [InlineData("int", " 12\n", "12")]
    [InlineData("int", "12.0", null)]
    [InlineData("int", "", null)]
    [InlineData("int?", "", "null")]
    [InlineData("int", "0x10", null)]
    [InlineData("int", "9223372036854775808", null)]
    [InlineData("float", "12", "12")]
    [InlineData("float", "-1.5e3", "-1500")]
    [InlineData("float", "NaN", null)]
    [InlineData("float", "1e999", null)]
    [InlineData("float", "1,5", null)]
    [InlineData("bool", "true", "true")]
    [InlineData("bool", "True", null)]
    [InlineData("json", "{\"a\": [1]}", "{\"a\":[1]}")]
    [InlineData("json", "{a: 1}", null)]
    [InlineData("list<int>", "[1, 2]", "[1,2]")]
    [InlineData("list<int>", "[1, 2.5]", null)]
    [InlineData("list<int?>", "[1, null]", "[1,null]")]
    [InlineData("list<list<string>>", "[[\"a\"]]", "[[\"a\"]]")]
    [InlineData("list<int>", "{\"a\": 1}", null)]
    public async Task Text_is_read_as_the_type_strictly(string type, string text, string? json)
    {
        var run = await RunDocuments.RunAsync($"name: x\nrows: 1\ncolumns: [ {{ name: s, kind: sampler, sampler: uuid }}, {{ name: x, kind: expression, template: \"{{{{s}}}}\", type: \"{type}\" }} ]");
        var outcome = await run.RunAsync("x", 0, $$"""{"s": {{DataJson.Text(DataValue.Of(text))}} }""");

        Assert.Equal(json, outcome.Failure is null ? DataJson.Text(outcome.Value) : null);
        Assert.Equal(json is null ? StepFailureKinds.TypeMismatch : null, outcome.Failure?.Kind);
    }

    [Theory]
    [InlineData("int", "3", "3")]
    [InlineData("int", "3.0", null)]
    [InlineData("float", "3", "3")]
    [InlineData("float?", "null", "null")]
    [InlineData("float", "null", null)]
    [InlineData("json", "null", "null")]
    [InlineData("string", "3", null)]
    [InlineData("list<string>", "[\"a\", 1]", null)]
    public async Task Typed_value_is_held_to_the_type(string type, string value, string? json)
    {
        var run = await RunDocuments.RunAsync($"name: x\nrows: 1\ncolumns: [ {{ name: s, kind: expression, expr: \"1\", type: json }}, {{ name: x, kind: expression, expr: s, type: \"{type}\" }} ]");
        var outcome = await run.RunAsync("x", 0, $$"""{"s": {{value}}}""");

        Assert.Equal(json, outcome.Failure is null ? DataJson.Text(outcome.Value) : null);
    }

    [Fact]
    public async Task Skip_rule_decides_by_row_and_fails_on_what_is_no_bool()
    {
        var run = await RunDocuments.RunAsync("""
            name: x
            rows: 1
            columns:
              - { name: s, kind: expression, expr: "1", type: json }
              - { name: x, kind: expression, expr: s, skip: { when: "s.score < 2", value: "-", propagate: false } }
            """);
        var skip = run.Columns[1].Skip!;

        Assert.True(skip.Decide(new StepInput(0, new Scope("""{"s": {"score": 1}}"""))).Skip);
        Assert.False(skip.Decide(new StepInput(0, new Scope("""{"s": {"score": 2}}"""))).Skip);
        Assert.Equal(StepFailureKinds.Expression, skip.Decide(new StepInput(0, new Scope("""{"s": {}}"""))).Failure!.Kind);
        Assert.Equal(("-", false), (skip.Value.GetString(), skip.Propagate));
    }
}
