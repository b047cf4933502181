using System.Text;

using Granary.Api.Chat;

namespace Granary.Api.Tests.Chat;

public sealed class RequestBodyScanTests
{
    [Theory]
    [InlineData("""{"model":"a","stream":true,"max_tokens":7}""", "a", true, 7)]
    [InlineData("""  { "messages" : [ {"model":"inner","stream":false} ] , "model" : "out\u0065r" }  """, "outer", false, null)]
    [InlineData("""{"max_completion_tokens":9,"max_tokens":3,"model":"x","stream":null}""", "x", false, 9)]
    public void Finds_the_top_level_fields_only(string body, string model, bool stream, int? maxTokens)
    {
        var scan = RequestBodyScan.Read(Encoding.UTF8.GetBytes(body), out var error, out _);
        Assert.Null(error);
        Assert.NotNull(scan);
        Assert.Equal(model, scan.Model);
        Assert.Equal(stream, scan.Stream);
        Assert.Equal(maxTokens, scan.MaxOutputTokens);
    }

    [Fact]
    public void Model_value_is_the_string_with_its_quotes()
    {
        const string Body = """{"é":1, "model" :  "wri\"ter", "x":2}""";
        var bytes = Encoding.UTF8.GetBytes(Body);
        var scan = RequestBodyScan.Read(bytes, out _, out _)!;
        Assert.Equal("\"wri\\\"ter\"", Encoding.UTF8.GetString(bytes.AsSpan(scan.ModelValue)));
    }

    [Theory]
    [InlineData("""{"stream":true}""", "model")]
    [InlineData("""{"model":""}""", "model")]
    [InlineData("""{"model":3}""", "model")]
    [InlineData("""{"model":"a","model":"b"}""", "model")]
    [InlineData("""{"model":"a","stream":"yes"}""", "stream")]
    [InlineData("""{"model":"a","stream":true,"stream":true}""", "stream")]
    [InlineData("[1]", null)]
    [InlineData("", null)]
    [InlineData("""{"model":"a" """, null)]
    [InlineData("""{"model":"a"} trailing""", null)]
    public void Refuses_what_it_cannot_use(string body, string? param)
    {
        Assert.Null(RequestBodyScan.Read(Encoding.UTF8.GetBytes(body), out var error, out var found));
        Assert.NotNull(error);
        Assert.Equal(param, found);
    }

    [Fact]
    public void Every_cut_of_a_good_body_is_refused_and_none_crashes()
    {
        var body = Encoding.UTF8.GetBytes("""{"model":"wr\u00e9","messages":[{"role":"user","content":"é\n"}],"stream":true}""");
        for (var length = 0; length < body.Length; length++)
        {
            Assert.Null(RequestBodyScan.Read(body.AsSpan(0, length), out var error, out _));
            Assert.NotNull(error);
        }
    }

    [Fact]
    public void Estimate_is_a_quarter_of_the_bytes_plus_the_asked_output()
    {
        Assert.Equal(25 + 100, new RequestBodyScan("a", default, false, 100).EstimateTokens(100));
        Assert.Equal(1, new RequestBodyScan("a", default, false, null).EstimateTokens(2));
    }
}
