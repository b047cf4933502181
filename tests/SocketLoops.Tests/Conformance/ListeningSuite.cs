using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Granary.SocketLoops.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.SocketLoops.Tests.Conformance;

/// <summary>Binding, accepting, spreading, capping, stopping.</summary>
public abstract partial class ListeningSuite : LoopBackendSuite
{
    [Fact]
    public async Task Port_is_free_after_the_stop_and_a_second_stop_is_harmless()
    {
        SkipIfMissing();
        IPEndPoint endpoint;
        await using (var server = await TestServer.RawAsync(this, Place.Tcp, ByteSuite.EchoAsync))
        {
            endpoint = (IPEndPoint)server.EndPoint;
            using var client = await server.ConnectAsync();
            var reading = ByteSuite.ReadToEndAsync(client);
            await server.StopAsync();
            await server.StopAsync();

            // The stop ends its clients, in order or by reset.
            await reading.ContinueWith(static _ => { }, TaskScheduler.Default).Within();
        }

        using var next = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        next.Bind(endpoint);
    }

    [Fact]
    public async Task Address_in_use_is_told_by_its_name_and_leaves_nothing_open()
    {
        SkipIfMissing();
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var before = Descriptors.Count();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestServer.OnPortAsync(this, port));
        Assert.Contains($":{port}", error.Message, StringComparison.Ordinal);
        await Until.HoldsAsync(() => Descriptors.Count() <= before, () => $"{Descriptors.Count()} descriptors, {before} before");
    }

    [Fact]
    public async Task Stale_socket_file_is_replaced_and_a_live_one_is_not()
    {
        SkipIfMissing();
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport replaces nothing.");
        var path = Path.Combine(Path.GetTempPath(), $"granary-{Guid.NewGuid():n}.sock");
        try
        {
            using (var stale = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            {
                stale.Bind(new UnixDomainSocketEndPoint(path));
                File.Move(path, path + ".kept");
            }

            File.Move(path + ".kept", path);
            await using (var server = await TestServer.OnPathAsync(this, path))
            {
                using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await client.ConnectAsync(new UnixDomainSocketEndPoint(path), Token);
                await Assert.ThrowsAnyAsync<Exception>(() => TestServer.OnPathAsync(this, path));
                await client.SendAsync("x"u8.ToArray(), Token);
                client.Shutdown(SocketShutdown.Send);
                Assert.Equal("x"u8.ToArray(), await ByteSuite.ReadToEndAsync(client).Within());
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task One_connection_above_the_cap_is_closed_and_counted()
    {
        SkipIfMissing();
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport has no cap of its own.");
        await using var server = await TestServer.RawAsync(this, new Place(false, 2), ByteSuite.EchoAsync, ("Loops:MaxConnections", "3"));
        var open = new List<Socket>();
        for (var index = 0; index < 3; index++)
        {
            var socket = await server.ConnectAsync();
            await socket.SendAsync("a"u8.ToArray(), Token);
            await ByteSuite.ReadExactlyAsync(socket, new byte[1]).Within();
            open.Add(socket);
        }

        using (var fourth = await server.ConnectAsync())
        {
            await fourth.ReceiveAsync(new byte[1], Token).AsTask().ContinueWith(static _ => { }, TaskScheduler.Default).Within();
        }

        Assert.Equal(1, Listener(server).RefusedCount);
        open[0].Dispose();
        await Until.HoldsAsync(() => server.Groups.All.Sum(static group => group.Open) == 2, () => "the place was not given back");
        using (var again = await server.ConnectAsync())
        {
            await again.SendAsync("b"u8.ToArray(), Token);
            await ByteSuite.ReadExactlyAsync(again, new byte[1]).Within();
        }

        open.ForEach(static socket => socket.Dispose());
    }

    [Fact]
    public async Task Round_robin_spreads_exactly()
    {
        SkipIfMissing();
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport does not spread.");
        await using var server = await TestServer.RawAsync(this, new Place(false, 4), ByteSuite.EchoAsync, ("Loops:Balance", "round_robin"));
        var clients = await ConnectManyAsync(server, 400);
        Assert.Equal([100, 100, 100, 100], Spread(server));
        clients.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task Least_connections_fills_where_connections_were_closed()
    {
        SkipIfMissing();
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport does not spread.");
        await using var server = await TestServer.RawAsync(this, new Place(false, 4), ByteSuite.EchoAsync);
        var clients = await ConnectManyAsync(server, 400);
        Assert.Equal([100, 100, 100, 100], Spread(server));

        // Ties go to the lowest number, so connection i stands on loop i modulo 4.
        for (var index = 0; index < 200; index += 4)
        {
            clients[index].Dispose();
        }

        await Until.HoldsAsync(() => Spread(server)[0] == 50, () => string.Join(',', Spread(server)));
        clients.AddRange(await ConnectManyAsync(server, 50));
        Assert.Equal([100, 100, 100, 100], Spread(server));
        clients.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task Hash_sends_a_client_to_the_same_loop()
    {
        SkipIfMissing();
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport does not spread.");
        await using var server = await TestServer.RawAsync(this, new Place(false, 4), ByteSuite.EchoAsync, ("Loops:Balance", "hash"));
        var clients = await ConnectManyAsync(server, 20);
        var expected = new int[4];
        expected[Granary.SocketLoops.Loops.AddressHash.Lane("127.0.0.1", 4)] = 20;
        Assert.Equal(expected, Spread(server));
        clients.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task Reuse_port_listens_once_per_loop_and_serves_everybody()
    {
        SkipIfMissing();
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport does not spread.");
        await using var server = await TestServer.RawAsync(this, new Place(false, 4), ByteSuite.EchoAsync, ("Loops:Accept", "reuse_port"));
        var clients = await ConnectManyAsync(server, 200);
        Assert.Equal(200, Spread(server).Sum());
        Assert.All(Spread(server), static count => Assert.InRange(count, 1, 199));
        clients.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task Running_out_of_descriptors_pauses_accepting_and_recovers()
    {
        SkipIfMissing();
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("GRANARY_TEST_DESCRIPTORS") is null,
            "The runtime ends a process that must start a thread while there is no descriptor: run on request, alone, with GRANARY_TEST_DESCRIPTORS=1.");
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport has its own way.");
        await using var server = await TestServer.RawAsync(this, Place.Tcp, ByteSuite.EchoAsync);
        using var early = await server.ConnectAsync();
        await early.SendAsync("a"u8.ToArray(), Token);
        await ByteSuite.ReadExactlyAsync(early, new byte[1]).Within();
        using var late = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var held = new List<FileStream>();
        Assert.Equal(0, GetLimit(7, out var limit));
        try
        {
            var tight = limit with { Soft = (nuint)Directory.GetFileSystemEntries("/proc/self/fd").Length + 40 };
            Assert.Equal(0, SetLimit(7, tight));
            try
            {
                while (true)
                {
                    held.Add(new FileStream("/dev/null", FileMode.Open));
                }
            }
            catch (IOException)
            {
                // Nothing is left.
            }

            late.Connect(server.EndPoint);
            await Until.HoldsAsync(() => server.Loops[0].Counters.AcceptPauses > 0, () => "accepting never paused");

            // The connection that was there goes on meanwhile.
            await early.SendAsync("b"u8.ToArray(), Token);
            await ByteSuite.ReadExactlyAsync(early, new byte[1]).Within();
        }
        finally
        {
            _ = SetLimit(7, limit);
            held.ForEach(static file => file.Dispose());
        }

        using var after = await server.ConnectAsync();
        await after.SendAsync("c"u8.ToArray(), Token);
        await ByteSuite.ReadExactlyAsync(after, new byte[1]).Within();
        Assert.Single(server.Logs.Entries, static entry => entry.EventId == 4040);
    }

    [Fact]
    public async Task Accept_pause_doubles_to_a_second_and_starts_anew_after_a_success()
    {
        SkipIfMissing();
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport has its own way.");
        Assert.Equal([100, 200, 400, 800, 1000, 1000], AcceptPause.Sequence(6).Select(static pause => pause.TotalMilliseconds));
        await Task.CompletedTask;
    }

    private static LoopListener Listener(TestServer server) => server.Services.GetRequiredService<LoopListenerFactory>().Listeners.Single();

    private static int[] Spread(TestServer server)
    {
        var group = server.Groups.All.Single(static group => group.Loops.Count > 0);
        return [.. group.Loops.Select(loop => group.ConnectionsOf(loop.Id))];
    }

    // One after the other, each served before the next, so that the order of accepting is that of connecting.
    private static async Task<List<Socket>> ConnectManyAsync(TestServer server, int count)
    {
        var clients = new List<Socket>();
        for (var index = 0; index < count; index++)
        {
            var client = await server.ConnectAsync();
            await client.SendAsync("a"u8.ToArray(), Token);
            await ByteSuite.ReadExactlyAsync(client, new byte[1]).Within();
            clients.Add(client);
        }

        return clients;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int what, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int what, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(nuint Soft, nuint Hard);
}
