using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Granary.SocketLoops.Tests.Conformance;

/// <summary>Connections end in order, by reset, by fault; each alone, and nothing stays behind.</summary>
public abstract class EndingSuite : LoopBackendSuite
{
    [Theory]
    [MemberData(nameof(Places))]
    public async Task Client_that_half_closes_still_gets_its_answer(bool unix, int loops)
    {
        SkipIfMissing();
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), async connection =>
        {
            var read = 0L;
            while (await connection.Transport.Input.ReadAsync() is var result)
            {
                read += result.Buffer.Length;
                connection.Transport.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }

            await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes($"{read}"));
        });
        using var client = await server.ConnectAsync();
        await client.SendAsync(new byte[5000], Token);
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("5000", Encoding.ASCII.GetString(await ByteSuite.ReadToEndAsync(client).Within()));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Client_that_half_closes_is_not_taken_for_gone(bool unix, int loops)
    {
        SkipIfMissing();
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport ends both directions together.");
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), async connection =>
        {
            while (await connection.Transport.Input.ReadAsync() is var result)
            {
                connection.Transport.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }

            await connection.Transport.Output.WriteAsync("1"u8.ToArray());
            await goOn.Task;
            await connection.Transport.Output.WriteAsync(connection.ConnectionClosed.IsCancellationRequested ? "gone"u8.ToArray() : "here"u8.ToArray());
        });
        using var client = await server.ConnectAsync();
        using var other = await server.ConnectAsync();
        client.Shutdown(SocketShutdown.Send);
        var first = new byte[1];
        await ByteSuite.ReadExactlyAsync(client, first).Within();

        // A second connection through the same loops: whatever the first one's end still had to say has been said.
        other.Shutdown(SocketShutdown.Send);
        await ByteSuite.ReadExactlyAsync(other, first).Within();
        goOn.SetResult();
        Assert.Equal("here", Encoding.ASCII.GetString(await ByteSuite.ReadToEndAsync(client).Within()));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Server_that_ends_its_output_can_still_read(bool unix, int loops)
    {
        SkipIfMissing();
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport ends both directions together.");
        var last = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), async connection =>
        {
            await connection.Transport.Output.WriteAsync("bye"u8.ToArray());
            await connection.Transport.Output.CompleteAsync();
            var read = 0L;
            while (await connection.Transport.Input.ReadAsync() is var result)
            {
                read += result.Buffer.Length;
                connection.Transport.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }

            last.SetResult(read);
        });
        using var client = await server.ConnectAsync();
        Assert.Equal("bye"u8.ToArray(), await ByteSuite.ReadToEndAsync(client).Within());
        await client.SendAsync(new byte[700], Token);
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(700, await last.Task.Within());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Reset_ends_a_waiting_read_and_fires_the_token(bool unix, int loops)
    {
        SkipIfMissing();
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), async connection =>
        {
            var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = connection.ConnectionClosed.Register(() => closed.TrySetResult());
            try
            {
                var first = await connection.Transport.Input.ReadAsync();
                connection.Transport.Input.AdvanceTo(first.Buffer.End);
                arrived.SetResult();
                var result = await connection.Transport.Input.ReadAsync();
                ended.TrySetResult(result.IsCompleted ? "end" : "bytes");
            }
            catch (Exception error)
            {
                ended.TrySetResult(error.GetType().Name);
            }

            await closed.Task;
        });
        using var client = await server.ConnectAsync();
        await client.SendAsync(new byte[1], Token);
        await arrived.Task.Within();
        Reset(client);

        // A Unix socket has no reset: its close is an end, or a reset if bytes were unread.
        Assert.Contains(await ended.Task.Within(), unix ? ["end", nameof(ConnectionResetException)] : new[] { nameof(ConnectionResetException) });
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Reset_ends_a_write_that_waits(bool unix, int loops)
    {
        SkipIfMissing();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), async connection =>
        {
            var piece = new byte[64 * 1024];
            while (true)
            {
                var flush = await connection.Transport.Output.WriteAsync(piece);
                started.TrySetResult();
                if (flush.IsCompleted)
                {
                    ended.SetResult(true);
                    return;
                }
            }
        });
        using var client = await server.ConnectAsync();
        await started.Task.Within();
        Reset(client);
        Assert.True(await ended.Task.Within());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Reset_while_the_application_is_elsewhere_fires_the_token(bool unix, int loops)
    {
        SkipIfMissing();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), async connection =>
        {
            var result = await connection.Transport.Input.ReadAsync();
            connection.Transport.Input.AdvanceTo(result.Buffer.End);
            await using var registration = connection.ConnectionClosed.Register(() => fired.TrySetResult());
            started.SetResult();
            await fired.Task;
        });
        using var client = await server.ConnectAsync();
        await client.SendAsync(new byte[10], Token);
        await started.Task.Within();
        Reset(client);
        await fired.Task.Within();
    }

    [Fact]
    public async Task Request_of_a_client_that_resets_is_aborted_and_in_flight_returns_to_zero()
    {
        SkipIfMissing();
        var inFlight = 0;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.HttpAsync(this, async context =>
        {
            Interlocked.Increment(ref inFlight);
            var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (context.RequestAborted.Register(() => gone.TrySetResult()))
            {
                started.SetResult();
                await gone.Task;
            }

            Interlocked.Decrement(ref inFlight);
        });
        using var client = await server.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(), Token);
        await started.Task.Within();
        Reset(client);
        await Until.HoldsAsync(() => Volatile.Read(ref inFlight) == 0, () => "the request goes on");
    }

    [Fact]
    public async Task Completing_the_output_cancels_a_waiting_read()
    {
        SkipIfMissing();
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.RawAsync(this, Place.Tcp, async connection =>
        {
            var reading = connection.Transport.Input.ReadAsync().AsTask();
            await connection.Transport.Output.CompleteAsync();
            try
            {
                var result = await reading;
                ended.SetResult(result.IsCanceled || result.IsCompleted);
            }
            catch (ConnectionAbortedException)
            {
                ended.SetResult(true);
            }
        });
        using var client = await server.ConnectAsync();
        Assert.True(await ended.Task.Within());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Application_that_throws_ends_its_own_connection_only(bool unix, int loops)
    {
        SkipIfMissing();
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), async connection =>
        {
            var result = await connection.Transport.Input.ReadAsync();
            if (result.Buffer.FirstSpan[0] == (byte)'!')
            {
                throw new InvalidOperationException("on purpose");
            }

            connection.Transport.Input.AdvanceTo(result.Buffer.Start);
            await ByteSuite.EchoAsync(connection);
        });
        using var good = await server.ConnectAsync();
        using var bad = await server.ConnectAsync();
        await bad.SendAsync("!"u8.ToArray(), Token);
        await EndsAsync(bad).Within();
        await good.SendAsync("still here"u8.ToArray(), Token);
        good.Shutdown(SocketShutdown.Send);
        Assert.Equal("still here"u8.ToArray(), await ByteSuite.ReadToEndAsync(good).Within());
    }

    [Fact]
    public async Task Malformed_http2_ends_its_own_connection_only()
    {
        SkipIfMissing();
        await using var server = await TestServer.HttpAsync(this, static context => context.Response.WriteAsync("fine"), HttpProtocols.Http2);
        using var bad = await server.ConnectAsync();
        await bad.SendAsync((byte[])[.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Enumerable.Repeat((byte)0xff, 64)], Token);
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Assert.Equal("fine", await client.GetStringAsync(server.Address, Token).Within());
        await EndsAsync(bad).Within();
        Assert.Equal("fine", await client.GetStringAsync(server.Address, Token).Within());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Churn_of_orderly_abrupt_and_reset_connections_leaves_nothing(bool unix, int loops)
    {
        SkipIfMissing();
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), ByteSuite.EchoAsync);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            var random = new Random(worker);
            for (var round = 0; round < 40; round++)
            {
                using var client = await server.ConnectAsync();
                if (random.Next(4) > 0)
                {
                    await client.SendAsync(new byte[random.Next(1, 20_000)], Token);
                }

                switch (random.Next(3))
                {
                    case 0:
                        Reset(client);
                        break;
                    case 1:
                        client.Shutdown(SocketShutdown.Send);
                        await ByteSuite.ReadToEndAsync(client);
                        break;
                }
            }
        })).Within();
    }

    internal static void Reset(Socket client)
    {
        client.LingerState = new LingerOption(true, 0);
        client.Close(0);
    }

    private static async Task EndsAsync(Socket client)
    {
        try
        {
            await ByteSuite.ReadToEndAsync(client);
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }
    }
}
