using System.Text;

using Granary.TestKit;
using Granary.TestKit.Processes;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Granary.EndToEnd;

/// <summary>A provider on a real socket that says fixed bytes, odd white space included, and keeps what it was sent.</summary>
public sealed class RelayBytesTests : IAsyncLifetime
{
    private const string Plain = "{ \"id\":\"x\",\n  \"choices\" : [ {\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"h\\u00e9\"},\"finish_reason\":\"stop\"} ]  }\n";

    private const string Streamed =
        ": a comment\n\ndata:  {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\r\n\r\n"
        + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _received = [];
    private WebApplication _provider = null!;
    private SiloProcess _silo = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _provider = builder.Build();
        _provider.MapPost("/v1/chat/completions", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            _received.Add(body);
            var streamed = body.Contains("\"stream\": true", StringComparison.Ordinal);
            context.Response.ContentType = streamed ? "text/event-stream" : "application/json";
            await context.Response.WriteAsync(streamed ? Streamed : Plain, context.RequestAborted);
        });
        await _provider.StartAsync();
        _silo = await SiloProcess.StartAsync(_folder.File("data"), SiloProcess.WriteProviders(_folder, new Uri(_provider.Urls.Single() + "/"), 8, "writer"));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("{ \"messages\":[ ],  \"model\" : \"writer\",\"x\":1.50 }", "{ \"messages\":[ ],  \"model\" : \"sim-1\",\"x\":1.50 }", Plain)]
    [InlineData(
        "{\"model\":\"writer\", \"stream\": true, \"stream_options\":{\"include_usage\":true},\"messages\":[]}",
        "{\"model\":\"sim-1\", \"stream\": true, \"stream_options\":{\"include_usage\":true},\"messages\":[]}",
        Streamed)]
    public async Task Bytes_are_the_callers_own_on_the_way_out_and_the_providers_own_on_the_way_back(string sent, string received, string answered)
    {
        using var content = new StringContent(sent, Encoding.UTF8, "application/json");
        using var response = await _silo.Http.PostAsync("v1/chat/completions", content, TestContext.Current.CancellationToken);
        Assert.Equal(answered, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal([received], _received);
    }
}
