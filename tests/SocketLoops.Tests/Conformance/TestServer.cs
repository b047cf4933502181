using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Tests.Conformance;

/// <summary>A server on one backend for one test. Its end checks that nothing was left behind.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<TestServer, bool> Alive = new();
    private readonly WebApplication _app;
    private readonly string? _path;
    private readonly int _descriptorsBefore;

    private TestServer(WebApplication app, string? path, EndPoint endpoint, int descriptorsBefore, RecordedLogs logs)
    {
        _app = app;
        _path = path;
        EndPoint = endpoint;
        _descriptorsBefore = descriptorsBefore;
        Logs = logs;
        Alive[this] = true;
    }

    /// <summary>What stands where in every server that runs now; for a test that has waited too long.</summary>
    public static string Picture() =>
        string.Concat(Alive.Keys.SelectMany(static server => server.Loops.Select(loop => $"{server.EndPoint}, loop {loop.Id}, {(loop.IsAsleep ? "asleep" : "awake")}: {loop.Describe()}")));

    public EndPoint EndPoint { get; }

    public RecordedLogs Logs { get; }

    public IServiceProvider Services => _app.Services;

    public LoopGroups Groups => Services.GetRequiredService<LoopGroups>();

    public IReadOnlyList<Loop> Loops => [.. Groups.All.SelectMany(static group => group.Loops)];

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)EndPoint).Port}/");

    /// <summary>Raw connections: the application is <paramref name="connection"/>.</summary>
    public static Task<TestServer> RawAsync(LoopBackendSuite suite, Place place, Func<ConnectionContext, Task> connection, params (string Key, string Value)[] settings) =>
        StartAsync(suite, place, listen => listen.Run(connection), static _ => { }, settings);

    /// <summary>HTTP: the application is <paramref name="handler"/>.</summary>
    public static Task<TestServer> HttpAsync(
        LoopBackendSuite suite, RequestDelegate handler, HttpProtocols protocols = HttpProtocols.Http1, params (string Key, string Value)[] settings) =>
        StartAsync(suite, Place.Tcp, listen => listen.Protocols = protocols, app => app.Run(handler), settings);

    /// <summary>An echo on a port of the caller's choice.</summary>
    public static Task<TestServer> OnPortAsync(LoopBackendSuite suite, int port) =>
        StartAsync(suite, Place.Tcp, static listen => listen.Run(ByteSuite.EchoAsync), static _ => { }, new IPEndPoint(IPAddress.Loopback, port), []);

    /// <summary>An echo on a socket file of the caller's choice.</summary>
    public static Task<TestServer> OnPathAsync(LoopBackendSuite suite, string path) => StartAsync(
        suite, new Place(true, 1), static listen => listen.Run(ByteSuite.EchoAsync), static _ => { }, new UnixDomainSocketEndPoint(path), []);

    public static Task<TestServer> StartAsync(
        LoopBackendSuite suite, Place place, Action<ListenOptions> listen, Action<WebApplication> map, params (string Key, string Value)[] settings) =>
        StartAsync(suite, place, listen, map, null, settings);

    private static async Task<TestServer> StartAsync(
        LoopBackendSuite suite, Place place, Action<ListenOptions> listen, Action<WebApplication> map, EndPoint? where, (string Key, string Value)[] settings)
    {
        var before = Descriptors.Count();
        var logs = new RecordedLogs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection([
            new("Loops:Backend", suite.Backend),
            new("Loops:Strict", "true"),
            new("Loops:Loops", place.Loops.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            .. settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))]);
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        suite.Register(builder.Services);
        var path = where is UnixDomainSocketEndPoint given ? given.ToString() : place.Unix ? Path.Combine(Path.GetTempPath(), $"granary-{Guid.NewGuid():n}.sock") : null;
        builder.WebHost.UseSocketLoops().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestBodySize = null;
            if (path is null)
            {
                kestrel.Listen(IPAddress.Loopback, (where as IPEndPoint)?.Port ?? 0, listen);
            }
            else
            {
                kestrel.ListenUnixSocket(path, listen);
            }
        });
        var app = builder.Build();
        map(app);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken).Within();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var address = app.Urls.First();
        EndPoint endpoint = path is null ? new IPEndPoint(IPAddress.Loopback, new Uri(address).Port) : new UnixDomainSocketEndPoint(path);
        return new TestServer(app, path, endpoint, before, logs);
    }

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(EndPoint.AddressFamily, SocketType.Stream, EndPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        await socket.ConnectAsync(EndPoint, TestContext.Current.CancellationToken);
        return socket;
    }

    public Task StopAsync() => _app.StopAsync(CancellationToken.None).Within();

    public async ValueTask DisposeAsync()
    {
        Alive.TryRemove(this, out _);
        await StopAsync();
        foreach (var loop in Loops)
        {
            Assert.True(
                loop.Counters.Accepts == loop.Counters.Closes, $"loop {loop.Id}: {loop.Counters.Accepts} accepted, {loop.Counters.Closes} closed");
            Assert.True(
                loop.Counters.Wakes <= loop.Counters.Posts + loop.Counters.Services + 1,
                $"loop {loop.Id}: {loop.Counters.Wakes} wakes for {loop.Counters.Posts} posts and {loop.Counters.Services} requests");
            Assert.Equal(0, loop.Counters.CallbackErrors);
        }

        foreach (var group in Groups.All)
        {
            Assert.Equal(0, group.Open);
            Assert.Empty(group.Connections);
        }

        await _app.DisposeAsync();
        if (_path is not null)
        {
            File.Delete(_path);
        }

        await Until.HoldsAsync(() => Descriptors.Count() <= _descriptorsBefore, () => $"{Descriptors.Count()} descriptors, {_descriptorsBefore} before");
    }
}
