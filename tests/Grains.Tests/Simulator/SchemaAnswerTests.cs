using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Grains.Simulator;
using Granary.Grains.Steps.Schemas;

namespace Granary.Grains.Tests.Simulator;

public sealed class SchemaAnswerTests
{
    public static TheoryData<string> Schemas =>
    [
        """{"type":"object","required":["severity","summary"],"properties":{"severity":{"enum":["low","high"]},"summary":{"type":"string","maxLength":20}}}""",
        """{"type":"object","properties":{"score":{"type":"integer","minimum":1,"maximum":5},"ratio":{"type":"number","exclusiveMinimum":0,"maximum":1}},"required":["score","ratio"]}""",
        """{"type":"array","items":{"type":"string","minLength":5,"maxLength":9},"minItems":2,"maxItems":4}""",
        """{"type":"array","items":{"enum":["a","b","c"]},"minItems":3,"uniqueItems":true}""",
        """{"$defs":{"p":{"type":"object","required":["x"],"properties":{"x":{"type":"integer","multipleOf":5}}}},"type":"object","required":["p","list"],"properties":{"p":{"$ref":"#/$defs/p"},"list":{"type":"array","items":{"$ref":"#/$defs/p"}}}}""",
        """{"type":["string","null"],"minLength":1}""",
        """{"type":"object","required":["when","mail","id","ok"],"properties":{"when":{"type":"string","format":"date-time"},"mail":{"type":"string","format":"email"},"id":{"type":"string","format":"uuid"},"ok":{"type":"boolean"}}}""",
        """{"anyOf":[{"type":"integer","minimum":3},{"type":"object","required":["a"],"properties":{"a":{"const":7}}}]}""",
        """{"allOf":[{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}},{"type":"object","required":["b"],"properties":{"b":{"type":"string","minLength":300}}}]}""",
        """{"type":"integer","minimum":-20,"maximum":-10}""",
        """{"type":"object","required":["missing"]}""",
        """{"type":"object","properties":{"tree":{"$ref":"#"},"name":{"type":"string"}},"required":["name"]}""",
    ];

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Answer_satisfies_the_schema(string text)
    {
        using var document = JsonDocument.Parse(text);
        var schema = SchemaCompiler.Compile(document.RootElement, out _)!;
        for (ulong seed = 0; seed < 200; seed++)
        {
            var answer = new SchemaAnswer(document.RootElement, new SimulatorChance(seed)).Make()?.ToJsonString() ?? "null";
            using var value = JsonDocument.Parse(answer);
            var errors = schema.Check(value.RootElement);
            Assert.True(errors.Count == 0, $"seed {seed}: {answer}: {string.Join(", ", errors)}");
        }
    }

    [Fact]
    public async Task Native_schema_is_obeyed()
    {
        using var sim = new SimulatorHarness();
        var text = await sim.TextAsync(SimulatorHarness.Body(
            "Classify.", extra: ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"c\",\"schema\":{\"type\":\"object\",\"required\":[\"k\"],\"properties\":{\"k\":{\"const\":\"v\"}}}}}"));
        Assert.Equal("{\"k\":\"v\"}", text);
    }

    [Fact]
    public async Task Json_without_a_schema_is_an_object()
    {
        using var sim = new SimulatorHarness();
        using var answer = JsonDocument.Parse(await sim.TextAsync(SimulatorHarness.Body("Answer in JSON.", extra: ",\"response_format\":{\"type\":\"json_object\"}")));
        Assert.Equal(JsonValueKind.String, answer.RootElement.GetProperty("answer").ValueKind);
    }

    [Fact]
    public void Schema_in_the_prompt_is_found_between_prose()
    {
        var found = SchemaFinder.Find(
        [
            new ChatMessage("system", "You answer in JSON, like {this} or {\"a\": 1}."),
            new ChatMessage("user", "The schema:\n{\"type\":\"object\",\"properties\":{\"k\":{\"type\":\"string\"}}}\nNothing else. {\"x\": {}}"),
            new ChatMessage("assistant", "{\"properties\":{}}"),
        ]);
        Assert.Equal("k", found!.Value.GetProperty("properties").EnumerateObject().Single().Name);
    }

    [Theory]
    [InlineData("No braces at all")]
    [InlineData("{\"type\":\"router\",\"name\":\"x\"}")]
    [InlineData("{ \"properties\": broken }")]
    [InlineData("{{{{ \"type\"")]
    public void Prose_is_no_schema(string prompt) => Assert.Null(SchemaFinder.Find([new ChatMessage("user", prompt)]));
}
