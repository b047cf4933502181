using System.Text;
using Granary.Grains.Expressions;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Templates;
using Granary.Grains.Tests.Expressions;

namespace Granary.Grains.Tests.Documents;

/// <summary>Whatever a tenant sends ends in an answer: no exception of another kind, no work out of proportion.</summary>
public sealed class DamagedTextTests
{
    private const int Megabyte = DocumentReader.MostBytes;

    private static readonly Scope Row = new("""{"a": 1, "b": "text", "c": [1, {"d": 2}], "e": {"f": null}}""");

    [Fact]
    public void Random_templates_end_in_text_or_an_error()
    {
        string[] words = ["{{", "}}", "{{{", "}}}", "#if ", "#each ", "/if", "/each", "else", "else if ", "a", "b", "c", "e.f", "c.[1].d", "this", "../", "@index", "(", ")", "eq ", "json ", "'x'", "\"", "~", "!--", "--", " as |x|", "\n", " ", "5", "[", "]", "upper ", "^", "&", "\\"];
        var random = new Random(7);
        for (var i = 0; i < 30_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => words[random.Next(words.Length)]));
            var parse = TemplateParser.Parse(text);
            Assert.True(parse.Template is null != parse.Error is null, text);
            var result = parse.Template?.Render(Row);
            Assert.True(result is null || result.Value.Text is null != result.Value.Error is null, text);
        }
    }

    [Fact]
    public void Random_expressions_end_in_a_value_or_an_error()
    {
        string[] words = ["a", "b", "c", "e", ".f", "[0]", "[", "]", "(", ")", "{", "}", "+", "-", "*", "/", "%", "==", "<", " and ", " or ", "not ", "?", ":", ",", "'x'", "1", "2.5", "null", "true", "length(", "split(", "max(", "json(", "round("];
        var random = new Random(8);
        for (var i = 0; i < 30_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)]));
            var parse = ExpressionParser.Parse(text);
            Assert.True(parse.Expression is null != parse.Error is null, text);
            var value = parse.Expression?.Evaluate(Row, default);
            Assert.True(value is null || value.Value.Error is not null || Values.DataJson.Element(value.Value.Value).ValueKind != System.Text.Json.JsonValueKind.Undefined, text);
        }
    }

    [Fact]
    public async Task Documents_mutated_at_random_end_in_a_run_or_errors()
    {
        const string Text = "name: x\nrows: 5\nseed: { rows: [ { a: 1 } ], order: shuffled }\ncolumns:\n  - { name: id, kind: sampler, sampler: category, params: { values: [a, b], weights: [1, 2] } }\n  - { name: s, kind: seed, field: a, type: int }\n  - { name: t, kind: llm-structured, model: writer, prompt: \"{{id}} {{s}}\", schema: { type: object, properties: { v: { type: integer } } } }\n  - { name: e, kind: expression, expr: \"t.v + s > 3\", type: bool }\n";
        var random = new Random(9);
        for (var i = 0; i < 300; i++)
        {
            var mutated = new StringBuilder(Text);
            for (var j = random.Next(1, 4); j > 0; j--)
            {
                var at = random.Next(mutated.Length);
                mutated[at] = Text[random.Next(Text.Length)];
            }

            var compilation = await RunDocuments.CompileAsync(RunDocuments.Yaml(mutated.ToString()));
            Assert.True(compilation.Run is null == compilation.Errors.Length > 0, mutated.ToString());
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: ")]
    [InlineData("a: b\n")]
    [InlineData("- {a: b}\n")]
    [InlineData("'")]
    [InlineData("\"\\u0041")]
    [InlineData("# x\n")]
    [InlineData("a ")]
    [InlineData("9")]
    [InlineData("[1,")]
    [InlineData("\"a\":")]
    public void Megabyte_of_one_thing_is_read_or_refused(string piece)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, Megabyte / piece.Length)));

        // Work that grows with the square of the size would not end here.
        foreach (var format in (string[])["yaml", "json"])
        {
            var reading = DocumentReader.Read(text, format);
            Assert.True(reading.Root is null != reading.Error is null);
        }
    }

    [Fact]
    public async Task Megabyte_of_mistakes_is_answered_with_the_first_hundred()
    {
        var columns = string.Concat(Enumerable.Range(0, 400).Select(i => $"  - {{ name: column_{i:D4}, kind: sampler, sampler: uuid }}\n"));
        var references = string.Concat(Enumerable.Range(0, 15_000).Select(i => $"{{{{colunm_{i:D5}}}}}"));
        var fields = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"rwo{i:D5}: 1\n"));
        var document = $"name: x\nrows: 1\n{fields}columns:\n{columns}  - {{ name: t, kind: llm-text, model: writer, prompt: \"{references}\" }}\n";
        var errors = await RunDocuments.ErrorsAsync(document);

        Assert.Equal(100, errors.Length);
    }
}
