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
    [InlineData(null, "auto", "sockets", "sockets is the first of sockets that this machine has.")]
    [InlineData("auto", "auto", "sockets", "sockets is the first of sockets that this machine has.")]
    [InlineData("sockets", "sockets", "sockets", "it was asked for by name: the stock transport is everywhere.")]
    [InlineData("epoll", "epoll", "epoll", "it was asked for by name: epoll and eventfd answer.")]
    public async Task Server_answers_and_the_report_names_the_backend_once(string? backend, string requested, string inUse, string reason)
    {
        var logs = new RecordedLogs();
        await using var app = Build(logs, ("Loops:Backend", backend));
        app.MapGet("/", static () => "hello");
        await app.StartAsync(Token);
        using var client = new HttpClient();
        Assert.Equal("hello", await client.GetStringAsync(new Uri(app.Urls.Single()), Token));
        Assert.Equal(new LoopBackendReport(requested, inUse, reason, IsFall: false), app.Services.GetRequiredService<LoopBackendReport>());
        Assert.Equal(
            $"Connections are carried by the backend '{inUse}' ('{requested}' was asked for): {reason}",
            Assert.Single(logs.Entries, static entry => entry.EventId == 4001).Message);
        await app.StopAsync(Token);
    }

    [Fact]
    public async Task Unknown_backend_stops_the_start_and_opens_nothing()
    {
        await using var app = Build(new RecordedLogs(), ("Loops:Backend", "rocket"));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(Token));
        Assert.Contains("valid values are sockets, epoll, io_uring, auto", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_that_does_not_exist_stops_the_start_by_its_name()
    {
        await using var app = Build(new RecordedLogs(), ("Loops:Backlgo", "7"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync(Token));
        Assert.Contains("Backlgo", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kestrel_asks_the_loops_first_and_the_stock_transport_for_the_rest()
    {
        using var app = Build(new RecordedLogs());
        Assert.Equal(["SocketTransportFactory", "LoopListenerFactory"],
            app.Services.GetServices<IConnectionListenerFactory>().Select(static factory => factory.GetType().Name).Where(static name => name.StartsWith("Socket", StringComparison.Ordinal) || name.StartsWith("Loop", StringComparison.Ordinal)).Distinct());
        Assert.Equal("LoopListenerFactory", app.Services.GetServices<IConnectionListenerFactory>().Last().GetType().Name);
    }

    [Fact]
    public async Task Strict_backend_that_cannot_be_had_stops_the_start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("Loops:Backend", "nowhere"), new("Loops:Strict", "true")]);
        builder.Services.AddLoopBackend<NowhereBackend>();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseSocketLoops();
        await using var app = builder.Build();
        var error = await Assert.ThrowsAsync<LoopBackendUnavailableException>(() => app.StartAsync(Token));
        Assert.Equal("Loops:Strict is true and the backend 'nowhere' cannot be had: nowhere cannot be had: it is only a name.", error.Message);
    }

    [Fact]
    public async Task Backend_that_cannot_be_had_falls_with_one_warning()
    {
        var logs = new RecordedLogs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("Loops:Backend", "nowhere")]);
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Services.AddLoopBackend<NowhereBackend>();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseSocketLoops();
        await using var app = builder.Build();
        await app.StartAsync(Token);
        Assert.Equal(
            "Connections are carried by the backend 'sockets' instead of 'nowhere': nowhere cannot be had: it is only a name.",
            Assert.Single(logs.Entries, static entry => entry.EventId == 4002).Message);
        await app.StopAsync(Token);
    }

    private sealed class NowhereBackend : Kernels.ILoopBackend
    {
        public string Name => "nowhere";

        public Kernels.LoopProbe Probe() => new(false, "it is only a name");

        public Kernels.LoopKernel CreateKernel(Kernels.LoopKernelSettings settings) => throw new NotSupportedException();
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
