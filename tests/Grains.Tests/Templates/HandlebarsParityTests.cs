using HandlebarsDotNet;
using Granary.Grains.Templates;
using Granary.Grains.Tests.Expressions;

namespace Granary.Grains.Tests.Templates;

/// <summary>Where our templates and a Handlebars library both have an answer, it is the same.</summary>
public sealed class HandlebarsParityTests
{
    private static readonly IHandlebars Library = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });

    private static readonly Dictionary<string, object?> Data = new(StringComparer.Ordinal)
    {
        ["s"] = "text <&>",
        ["n"] = 5,
        ["no"] = false,
        ["l"] = new List<object> { "a", "b" },
        ["e"] = new List<object>(),
        ["o"] = new Dictionary<string, object> { ["k"] = "v", ["l"] = new List<object> { 1, 2 } },
    };

    private static readonly Scope Row = new("""{"s": "text <&>", "n": 5, "no": false, "l": ["a", "b"], "e": [], "o": {"k": "v", "l": [1, 2]}}""");

    [Theory]
    [InlineData("{{s}} {{{s}}} {{n}} {{o.k}} {{o.l.[1]}} {{missing}}")]
    [InlineData("{{#if s}}yes{{else}}no{{/if}} {{#if e}}yes{{else}}no{{/if}} {{#if no}}yes{{/if}}")]
    [InlineData("{{#unless no}}u{{/unless}}")]
    [InlineData("{{#if no}}1{{else if s}}2{{else}}3{{/if}}")]
    [InlineData("{{#each l}}{{@index}}{{this}}{{@first}}{{@last}} {{../n}};{{else}}none{{/each}}")]
    [InlineData("{{#each e}}x{{else}}none{{/each}}")]
    [InlineData("{{#each o}}{{@key}} {{/each}}")]
    [InlineData("{{#each l as |x i|}}{{x}}{{i}}{{/each}}")]
    [InlineData("a\n{{#if s}}\nb\n{{else}}\nc\n{{/if}}\nd\n")]
    [InlineData("a\n{{#each l}}\n- {{this}}\n{{/each}}\nz")]
    [InlineData("a  {{~s~}}  b {{~#if n~}}  c  {{~/if~}} d")]
    [InlineData("x {{! comment }} y {{!-- long }} comment --}} z")]
    public void Both_render_the_same(string template) =>
        Assert.Equal(Library.Compile(template)(Data), TemplateParser.Parse(template).Template!.Render(Row).Text, ignoreCase: true);
}
