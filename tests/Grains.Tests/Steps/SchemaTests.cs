using System.Text.Json;
using Granary.Grains.Steps.Schemas;

namespace Granary.Grains.Tests.Steps;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "3", true)]
    [InlineData("""{"type":"integer"}""", "3.0", true)]
    [InlineData("""{"type":"integer"}""", "3.5", false)]
    [InlineData("""{"type":["string","null"]}""", "null", true)]
    [InlineData("""{"const":{"a":[1]}}""", """{"a":[1.0]}""", true)]
    [InlineData("""{"const":3}""", "4", false)]
    [InlineData("""{"enum":["a",1,null]}""", "null", true)]
    [InlineData("""{"enum":["a",1,null]}""", "\"b\"", false)]
    [InlineData("""{"minimum":1,"exclusiveMaximum":3}""", "1", true)]
    [InlineData("""{"minimum":1,"exclusiveMaximum":3}""", "3", false)]
    [InlineData("""{"exclusiveMinimum":3}""", "3", false)]
    [InlineData("""{"multipleOf":0.1}""", "0.3", true)]
    [InlineData("""{"multipleOf":2}""", "3", false)]
    [InlineData("""{"minLength":2,"maxLength":2}""", "\"😀é\"", true)]
    [InlineData("""{"maxLength":2}""", "\"abc\"", false)]
    [InlineData("""{"pattern":"^a+$"}""", "\"aaa\"", true)]
    [InlineData("""{"pattern":"^(?!x).*$"}""", "\"xa\"", false)]
    [InlineData("""{"format":"date-time"}""", "\"2026-01-31T09:30:00+02:00\"", true)]
    [InlineData("""{"format":"date-time"}""", "\"2026-01-31\"", false)]
    [InlineData("""{"format":"date"}""", "\"2026-02-30\"", false)]
    [InlineData("""{"format":"uuid"}""", "\"1b4e28ba-2fa1-4d25-8c52-0123456789ab\"", true)]
    [InlineData("""{"format":"email"}""", "\"a@b\"", true)]
    [InlineData("""{"items":{"type":"string"},"minItems":1}""", """["a"]""", true)]
    [InlineData("""{"items":{"type":"string"},"minItems":1}""", "[]", false)]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", """["a",1]""", false)]
    [InlineData("""{"contains":{"const":2}}""", "[1,2]", true)]
    [InlineData("""{"contains":{"const":2}}""", "[1]", false)]
    [InlineData("""{"uniqueItems":true}""", "[1,1.0]", false)]
    [InlineData("""{"required":["a"],"properties":{"a":true,"b":false}}""", """{"a":1}""", true)]
    [InlineData("""{"required":["a"],"properties":{"a":true,"b":false}}""", """{"a":1,"b":1}""", false)]
    [InlineData("""{"additionalProperties":false,"patternProperties":{"^x":{"type":"integer"}}}""", """{"x1":1}""", true)]
    [InlineData("""{"additionalProperties":false,"patternProperties":{"^x":{"type":"integer"}}}""", """{"y":1}""", false)]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", false)]
    [InlineData("""{"minProperties":1}""", "{}", false)]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", false)]
    [InlineData("""{"allOf":[{"type":"integer"},{"minimum":3}]}""", "2", false)]
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":3}]}""", "2", false)]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":3}]}""", "5", false)]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":3}]}""", "2", true)]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", false)]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":3},"else":{"minimum":3}}""", "\"ab\"", false)]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":3},"else":{"minimum":3}}""", "2", false)]
    [InlineData("""{"$defs":{"n":{"type":"object","properties":{"next":{"$ref":"#/$defs/n"}},"required":["v"]}},"$ref":"#/$defs/n"}""", """{"v":1,"next":{"v":2}}""", true)]
    [InlineData("""{"$defs":{"n":{"type":"object","properties":{"next":{"$ref":"#/$defs/n"}},"required":["v"]}},"$ref":"#/$defs/n"}""", """{"v":1,"next":{}}""", false)]
    [InlineData("""{"$ref":"#"}""", "1", false)]
    [InlineData("true", "1", true)]
    [InlineData("false", "1", false)]
    public void Value_fits_or_not(string schema, string value, bool fits)
    {
        var compiled = SchemaCompiler.Compile(JsonElement.Parse(schema), out var problems);

        Assert.Empty(problems);
        Assert.Equal(fits, compiled!.Check(JsonElement.Parse(value)).Count == 0);
    }

    [Theory]
    [InlineData("""{"type":"strnig"}""", "/type")]
    [InlineData("""{"properties":{"a":{"minimum":"x"}}}""", "/properties/a/minimum")]
    [InlineData("""{"pattern":"("}""", "/pattern")]
    [InlineData("""{"required":"a"}""", "/required")]
    [InlineData("""{"enum":[]}""", "/enum")]
    [InlineData("""{"anyOf":[]}""", "/anyOf")]
    [InlineData("""{"items":3}""", "/items")]
    [InlineData("""{"minLength":-1}""", "/minLength")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf")]
    [InlineData("""{"unevaluatedProperties":false}""", "/unevaluatedProperties")]
    [InlineData("""{"$ref":"file:///etc/passwd"}""", "/$ref")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "/$ref")]
    [InlineData("""{"$defs":{"a":{"type":1}}}""", "/$defs/a/type")]
    [InlineData("""{"format":"hostname"}""", "/format")]
    [InlineData("[]", "")]
    public void What_is_no_schema_is_named_with_its_place(string schema, string pointer)
    {
        Assert.Null(SchemaCompiler.Compile(JsonElement.Parse(schema), out var problems));
        Assert.Equal(pointer, Assert.Single(problems).Pointer);
    }

    [Fact]
    public void Pattern_that_explodes_is_answered_all_the_same()
    {
        var linear = SchemaCompiler.Compile(JsonElement.Parse("""{"pattern":"^(a+)+$"}"""), out _)!;
        var bounded = SchemaCompiler.Compile(JsonElement.Parse("""{"pattern":"^(?=a)(a+)+$"}"""), out _)!;
        var text = JsonElement.Parse($"\"{new string('a', 5_000)}b\"");

        Assert.Single(linear.Check(text));
        Assert.Single(bounded.Check(text));
    }

    [Fact]
    public void At_most_ten_problems_are_told()
    {
        var schema = SchemaCompiler.Compile(JsonElement.Parse("""{"items":{"type":"string"}}"""), out _)!;
        var problems = schema.Check(JsonElement.Parse($"[{string.Join(',', Enumerable.Range(0, 50))}]"));

        Assert.Equal(10, problems.Count);
        Assert.Equal(new SchemaProblem("/9", "expected string, found integer"), problems[9]);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"enum":["x"]}}}}""", "object", "list<string>")]
    [InlineData("""{"type":"object","properties":{"a":{"type":["integer","null"]}},"additionalProperties":{}}""", "json", null)]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/b"}},"$defs":{"b":{"type":"boolean"}}}""", "object", "bool")]
    public void Shape_is_known_from_the_schema(string schema, string name, string? member)
    {
        var shape = SchemaShapes.Of(JsonElement.Parse(schema));

        Assert.Equal(name, shape.Name);
        Assert.Equal(member, shape.Members?["a"].Name);
    }
}
