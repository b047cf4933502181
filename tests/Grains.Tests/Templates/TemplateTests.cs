using Granary.Grains.Templates;
using Granary.Grains.Tests.Expressions;
using Granary.Grains.Values;

namespace Granary.Grains.Tests.Templates;

public sealed class TemplateTests
{
    private static readonly Scope Row = new("""
        {"name": "Ann <b>", "n": 7, "price": 12.50, "none": null, "empty": "", "zero": 0, "yes": true, "tags": ["a", "b", "c"], "nothing": [],
         "profile": {"city": "Rome", "a b": 1, "tags": [{"t": "x"}, {"t": "y"}]}, "at": "2026-01-31T09:30:00Z", "length": 3, "else": 1}
        """);

    [Theory]
    [InlineData("plain } text { here", "plain } text { here")]
    [InlineData("Hi {{name}}!", "Hi Ann <b>!")]
    [InlineData("{{{name}}} {{&name}}", "Ann <b> Ann <b>")]
    [InlineData("{{n}}/{{price}}/{{none}}/{{yes}}", "7/12.50//true")]
    [InlineData("{{profile.city}} {{profile.[a b]}} {{profile.tags.[1].t}} {{profile.tags.0.t}}", "Rome 1 y x")]
    [InlineData("{{profile.missing.deep}}|{{tags.[9]}}", "|")]
    [InlineData("{{tags}} {{profile.tags}}", "[\"a\",\"b\",\"c\"] [{\"t\":\"x\"},{\"t\":\"y\"}]")]
    [InlineData("{{length}} {{length tags}} {{this.else}}", "3 3 1")]
    [InlineData("{{! a comment, don't mind}}x{{!-- }} --}}y", "xy")]
    [InlineData("\\{{name}} {{n}}", "{{name}} 7")]
    [InlineData("{{#if yes}}a{{else}}b{{/if}}{{#if zero}}c{{else}}d{{/if}}", "ad")]
    [InlineData("{{#if empty}}1{{else if nothing}}2{{else if n}}3{{else}}4{{/if}}", "3")]
    [InlineData("{{#if none}}1{{else}}{{#if yes}}2{{/if}}{{/if}}", "2")]
    [InlineData("{{#unless none}}u{{/unless}}{{#unless yes}}x{{^}}y{{/unless}}", "uy")]
    [InlineData("{{#each tags}}{{@index}}{{this}}{{#unless @last}},{{/unless}}{{/each}}", "0a,1b,2c")]
    [InlineData("{{#each profile.tags}}{{t}}{{../n}}{{@root.n}} {{/each}}", "x77 y77 ")]
    [InlineData("{{#each tags as |tag i|}}{{i}}{{tag}}{{n}}{{/each}}", "0a1b2c")]
    [InlineData("{{#each profile}}{{@key}};{{/each}}", "city;a b;tags;")]
    [InlineData("{{#each nothing}}x{{else}}none{{/each}}", "none")]
    [InlineData("{{#each none}}x{{/each}}|", "|")]
    [InlineData("{{#each profile.tags as |p|}}{{#each ../tags}}{{p.t}}{{this}} {{/each}}{{/each}}", "xa xb xc ya yb yc ")]
    [InlineData("{{eq n 7}} {{ne name \"x\"}} {{lt n 8}} {{le n 7}} {{gt n 8}} {{ge n 7.0}}", "true true true true false true")]
    [InlineData("{{#if (and yes (not none) (or zero n))}}ok{{/if}}", "ok")]
    [InlineData("{{add n 1}} {{sub n 10}} {{mul n 2}} {{div n 2}} {{round price}} {{round 2.345 2}}", "8 -3 14 3.5 13 2.35")]
    [InlineData("{{upper name}} {{lower name}} {{trim '  x '}}", "ANN <B> ann <b> x")]
    [InlineData("{{truncate name 3}} {{replace name 'n' 'N'}} {{join tags '-'}} {{join tags}}", "Ann ANN <b> a-b-c a, b, c")]
    [InlineData("{{json profile.tags}} {{json name}}", "[{\"t\":\"x\"},{\"t\":\"y\"}] \"Ann <b>\"")]
    [InlineData("{{default none 'd'}} {{default empty \"e\"}} {{default n 1}}", "d e 7")]
    [InlineData("{{date at \"yyyy-MM-dd\"}} {{urlencode 'a b&c/é'}}", "2026-01-31 a%20b%26c%2F%C3%A9")]
    [InlineData("a {{~name~}} b", "aAnn <b>b")]
    [InlineData("a {{~{name}~}} b", "aAnn <b>b")]
    [InlineData("a\n{{#if yes}}\nb\n{{/if}}\nc", "a\nb\nc")]
    [InlineData("a\n  {{#each tags}}\n- {{this}}\n  {{/each}}\nz", "a\n- a\n- b\n- c\nz")]
    [InlineData("{{!-- gone --}}\nx", "x")]
    [InlineData("a\r\n{{#if yes}}\r\nb\r\n{{/if}}\r\n", "a\r\nb\r\n")]
    [InlineData("{{#if yes}}b{{/if}}\nc", "b\nc")]
    [InlineData("{{\"it\\\"s\"}} {{'}}'}}", "it\"s }}")]
    public void Renders(string template, string text)
    {
        var result = TemplateParser.Parse(template).Template!.Render(Row);

        Assert.Null(result.Error);
        Assert.Equal(text, result.Text);
    }

    [Theory]
    [InlineData("ab {{name", 4, "not closed with `}}`")]
    [InlineData("ab {{{name}}", 4, "not closed with `}}}`")]
    [InlineData("{{!-- x }}", 1, "--}}")]
    [InlineData("{{#if n}}x", 3, "not closed with `{{/if}}`")]
    [InlineData("{{#if n}}x{{/each}}", 13, "`{{/if}}` is expected")]
    [InlineData("x{{/if}}", 4, "no block")]
    [InlineData("{{else}}", 3, "no block")]
    [InlineData("{{#if n}}{{else}}{{else}}{{/if}}", 20, "second `else`")]
    [InlineData("{{uper name}}", 3, "Did you mean `upper`?")]
    [InlineData("{{#with n}}{{/with}}", 3, "if, unless and each")]
    [InlineData("{{#name}}{{/name}}", 3, "unknown block")]
    [InlineData("{{lookup tags 0}}", 3, "unknown helper `lookup`")]
    [InlineData("{{log name}}", 3, "unknown helper `log`")]
    [InlineData("{{> part}}", 3, "partials")]
    [InlineData("{{#*inline 'p'}}x{{/inline}}", 3, "unknown block")]
    [InlineData("{{* x}}", 3, "decorators")]
    [InlineData("{{{{raw}}}}x{{{{/raw}}}}", 1, "raw blocks")]
    [InlineData("{{}}", 3, "empty")]
    [InlineData("{{upper}} {{upper name n}}", 13, "takes 1 values, found 2")]
    [InlineData("{{upper name=1}}", 13, "named arguments")]
    [InlineData("{{#if eq n 7}}x{{/if}}", 10, "in parentheses")]
    [InlineData("{{this}}", 3, "name a column")]
    [InlineData("{{../x}}", 3, "nothing around")]
    [InlineData("{{@index}}", 3, "inside `each`")]
    [InlineData("{{a..b}}", 3, "no path")]
    [InlineData("{{a.[0}}", 1, "not closed")]
    [InlineData("{{upper (lower name}}", 20, "`)` is expected")]
    [InlineData("{{'abc}}", 1, "not closed")]
    public void Names_what_is_no_template_and_where(string template, int position, string part)
    {
        var error = TemplateParser.Parse(template).Error!;

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(position, error.Position);
    }

    [Theory]
    [InlineData("x {{add name 1}}", 5, "needs a number")]
    [InlineData("{{div n 0}}", 3, "division by zero")]
    [InlineData("{{lt n name}}", 3, "two numbers or two texts")]
    [InlineData("{{date name 'yyyy'}}", 3, "instant")]
    [InlineData("{{join name}}", 3, "needs a list")]
    [InlineData("{{truncate name -1}}", 3, "from 0")]
    public void Names_what_cannot_be_rendered_and_where(string template, int position, string part)
    {
        var error = TemplateParser.Parse(template).Template!.Render(Row).Error!;

        Assert.Equal(position, error.Position);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void References_are_columns_only()
    {
        var template = TemplateParser.Parse("{{a}} {{#each b.c as |x|}}{{x}} {{y}} {{../d}} {{@root.e.f}} {{upper this}}{{/each}} {{add g (mul h 2)}} {{a}}").Template!;

        Assert.Equal(["a", "b", "d", "e", "g", "h", "a"], template.References.Select(r => r.Name));
    }

    [Fact]
    public void Output_is_bounded()
    {
        var row = new Scope($$"""{"t": "{{new string('x', 1_100_000)}}"}""");
        var result = TemplateParser.Parse("{{t}}{{t}}{{t}}{{t}}").Template!.Render(row);

        Assert.Contains("4194304 bytes", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_are_bounded()
    {
        var row = new Scope($$"""{"l": [{{string.Join(',', Enumerable.Range(0, 2_000))}}]}""");
        var result = TemplateParser.Parse("{{#each l}}{{#each ../l}}{{/each}}{{/each}}").Template!.Render(row);

        Assert.Contains("100000 steps", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_and_nesting_are_bounded()
    {
        var deep = string.Concat(Enumerable.Repeat("{{#if a}}", 40)) + string.Concat(Enumerable.Repeat("{{/if}}", 40));
        var inner = new string('(', 40);

        Assert.Contains("262144 bytes", TemplateParser.Parse(new string('x', 262_145)).Error!.Message, StringComparison.Ordinal);
        Assert.Contains("32 blocks", TemplateParser.Parse(deep).Error!.Message, StringComparison.Ordinal);
        Assert.NotNull(TemplateParser.Parse($"{{{{not {inner.Replace("(", "(not ", StringComparison.Ordinal)}a{new string(')', 40)}}}}}").Error);
    }

    [Fact]
    public void Shapes_of_columns_tell_what_cannot_be_right()
    {
        var scope = new ShapeScope(name => name switch
        {
            "s" => DataShape.Text,
            "o" => DataShape.ObjectOf([KeyValuePair.Create("level", DataShape.Text)]),
            "l" => DataShape.ListOf(DataShape.ObjectOf([KeyValuePair.Create("t", DataShape.Text)])),
            _ => null,
        });
        TemplateParser.Parse("{{add s 1}} {{o.levle}} {{#each s}}{{/each}} {{#each l}}{{t}}{{u}}{{/each}} {{o.level}}").Template!.Infer(scope);

        Assert.Equal([7, 15, 33, 64], scope.Issues.Select(i => i.Position));
    }
}
