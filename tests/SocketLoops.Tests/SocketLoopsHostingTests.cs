using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.SocketLoops.Tests;

public sealed class SocketLoopsHostingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "auto", "this release has no other backend.")]
    [InlineData("auto", "auto", "this release has no other backend.")]
    [InlineData("sockets", "sockets", "it was asked for by name.")]
    public async Task Server_answers_and_the_report_names_the_backend_once(string? backend, string requested, string reason)
    {
        var logs = new RecordedLogs();
        await using var app = Build(logs, ("Loops:Backend", backend));
        app.MapGet("/", static () => "hello");
        await app.StartAsync(Token);
        using var client = new HttpClient();
        Assert.Equal("hello", await client.GetStringAsync(new Uri(app.Urls.Single()), Token));
        Assert.Equal(new LoopBackendReport(requested, "sockets", reason), app.Services.GetRequiredService<LoopBackendReport>());
        Assert.Equal(
            $"Connections are carried by the backend 'sockets' ('{requested}' was asked for): {reason}",
            Assert.Single(logs.Entries, static entry => entry.EventId == 4001).Message);
        await app.StopAsync(Token);
    }

    [Fact]
    public async Task Unknown_backend_stops_the_start_and_opens_nothing()
    {
        await using var app = Build(new RecordedLogs(), ("Loops:Backend", "rocket"));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(Token));
        Assert.Contains("valid values are sockets, auto", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_that_does_not_exist_stops_the_start_by_its_name()
    {
        await using var app = Build(new RecordedLogs(), ("Loops:Backlog", "7"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync(Token));
        Assert.Contains("Backlog", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transport_is_the_stock_one()
    {
        using var app = Build(new RecordedLogs());
        Assert.Contains(app.Services.GetServices<IConnectionListenerFactory>(), static factory => factory.GetType().Name == "SocketTransportFactory");
    }

    private static WebApplication Build(RecordedLogs logs, params (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Where(static setting => setting.Value is not null)
            .Select(static setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseSocketLoops().UseSocketLoops();
        return builder.Build();
    }
}
