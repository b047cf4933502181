using System.Text;
using Granary.Grains.Models;

namespace Granary.Grains.Tests.Models;

public sealed class UsageAskTests
{
    [Theory]
    [InlineData("""{"model":"writer"}""", """{"stream_options":{"include_usage":true},"model":"writer"}""")]
    [InlineData("""{ "stream_options" : { } , "model":"writer"}""", """{ "stream_options" : {"include_usage":true } , "model":"writer"}""")]
    [InlineData("""{"stream_options":{"x":[1]},"model":"writer"}""", """{"stream_options":{"include_usage":true,"x":[1]},"model":"writer"}""")]
    [InlineData("""{"stream_options":null,"model":"writer"}""", """{"stream_options":{"include_usage":true},"model":"writer"}""")]
    [InlineData("""{"messages":[{"stream_options":1}],"model":"writer"}""", """{"stream_options":{"include_usage":true},"messages":[{"stream_options":1}],"model":"writer"}""")]
    [InlineData("""{"stream_options":{"include_usage":false},"model":"writer"}""", null)]
    [InlineData("""{"stream_options":{"y":{"include_usage":1},"include_usage":true},"model":"writer"}""", null)]
    [InlineData("""{"stream_options":[],"model":"writer"}""", null)]
    [InlineData("""["writer"]""", null)]
    [InlineData("""{"model":""", null)]
    public void Body_asks_only_where_the_caller_did_not_decide(string body, string? asked)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.Equal(asked, UsageAsk.For(bytes) is { } edit ? Spliced(bytes, edit) : null);
    }

    private static string Spliced(byte[] body, BodyEdit edit)
    {
        using var content = new SplicedContent(body, [edit]);
        using var stream = new MemoryStream();
        content.CopyToAsync(stream, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        Assert.Equal(stream.Length, content.Headers.ContentLength);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
