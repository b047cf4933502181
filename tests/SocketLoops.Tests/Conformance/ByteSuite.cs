using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Granary.SocketLoops.Tests.Conformance;

/// <summary>Bytes arrive whole, in order, and no more of them are held than is allowed.</summary>
public abstract class ByteSuite : LoopBackendSuite
{
    [Theory]
    [MemberData(nameof(Places))]
    public async Task Echo_returns_every_size_in_any_chunks(bool unix, int loops)
    {
        SkipIfMissing();
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), EchoAsync);
        var random = new Random(17);
        foreach (var size in (int[])[0, 1, 4095, 4096, 4097, 65_536, 1_000_003, 4 * 1024 * 1024])
        {
            using var client = await server.ConnectAsync();
            var sent = new byte[size];
            random.NextBytes(sent);
            var sending = SendInChunksAsync(client, sent, new Random(size));
            var received = await ReadToEndAsync(client).Within();
            await sending;
            Assert.True(sent.AsSpan().SequenceEqual(received), $"{size} bytes sent, {received.Length} came back, or others");
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Byte_by_byte_sender_is_read_whole(bool unix, int loops)
    {
        SkipIfMissing();
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), EchoAsync);
        using var client = await server.ConnectAsync();
        var reading = ReadToEndAsync(client);
        for (var index = 0; index < 500; index++)
        {
            await client.SendAsync(new[] { (byte)index }, Token);
        }

        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(Enumerable.Range(0, 500).Select(static index => (byte)index), await reading.Within());
    }

    [Fact]
    public async Task Fifty_pipelined_requests_get_fifty_answers_in_order()
    {
        SkipIfMissing();
        await using var server = await TestServer.HttpAsync(this, static context =>
        {
            var text = Encoding.ASCII.GetBytes(context.Request.Path.Value![1..] + ";");
            context.Response.ContentLength = text.Length;
            return context.Response.Body.WriteAsync(text).AsTask();
        });
        using var client = await server.ConnectAsync();
        var requests = string.Concat(Enumerable.Range(0, 50).Select(static index => $"GET /{index} HTTP/1.1\r\nHost: a\r\n{(index == 49 ? "Connection: close\r\n" : "")}\r\n"));
        await client.SendAsync(Encoding.ASCII.GetBytes(requests), Token);
        var answers = Encoding.ASCII.GetString(await ReadToEndAsync(client).Within());
        var bodies = answers.Split("\r\n\r\n").Skip(1).Select(static part => part[..part.IndexOf(';', StringComparison.Ordinal)]);
        Assert.Equal(Enumerable.Range(0, 50).Select(static index => index.ToString(System.Globalization.CultureInfo.InvariantCulture)), bodies);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Two_hundred_clients_at_once_get_their_own_bytes(bool unix, int loops)
    {
        SkipIfMissing();
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), EchoAsync);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            using var client = await server.ConnectAsync();
            var sent = new byte[3000];
            new Random(number).NextBytes(sent);
            var sending = SendInChunksAsync(client, sent, new Random(number));
            Assert.Equal(sent, await ReadToEndAsync(client).Within());
            await sending;
        })).Within();
    }

    [Fact]
    public async Task Active_connection_is_served_beside_two_thousand_idle_ones()
    {
        SkipIfMissing();
        await using var server = await TestServer.RawAsync(this, new Place(false, 4), EchoAsync);
        var idle = new List<Socket>();
        try
        {
            for (var index = 0; index < 2000; index++)
            {
                idle.Add(await server.ConnectAsync());
            }

            using var client = await server.ConnectAsync();
            var buffer = new byte[5];
            for (var round = 0; round < 100; round++)
            {
                await client.SendAsync("hello"u8.ToArray(), Token);
                await ReadExactlyAsync(client, buffer).Within();
                Assert.Equal("hello"u8.ToArray(), buffer);
            }

            // The idle ones are alive.
            await idle[1234].SendAsync("there"u8.ToArray(), Token);
            await ReadExactlyAsync(idle[1234], buffer).Within();
            Assert.Equal("there"u8.ToArray(), buffer);
        }
        finally
        {
            idle.ForEach(static socket => socket.Dispose());
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Burst_larger_than_the_reader_takes_arrives_whole_without_another_event(bool unix, int loops)
    {
        SkipIfMissing();
        var total = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), async connection =>
        {
            var read = 0L;
            while (read < 1024 * 1024)
            {
                var result = await connection.Transport.Input.ReadAsync();
                var taken = result.Buffer.Slice(0, Math.Min(4096, result.Buffer.Length));
                read += taken.Length;
                connection.Transport.Input.AdvanceTo(taken.End);
            }

            total.SetResult(read);
        });
        using var client = await server.ConnectAsync();
        await client.SendAsync(new byte[1024 * 1024], Token);
        Assert.Equal(1024 * 1024, await total.Task.Within());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Slow_reader_of_a_large_answer_holds_the_writer_back(bool unix, int loops)
    {
        SkipIfMissing();
        const int size = 32 * 1024 * 1024;
        var written = 0L;
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), async connection =>
        {
            var piece = new byte[16 * 1024];
            while (Volatile.Read(ref written) < size)
            {
                piece.AsSpan().Fill((byte)(written / piece.Length));
                await connection.Transport.Output.WriteAsync(piece);
                Interlocked.Add(ref written, piece.Length);
            }
        });
        using var client = await server.ConnectAsync();
        var buffer = new byte[64 * 1024];
        var read = 0L;

        // The client has taken next to nothing: what was written stands in socket buffers and within the write pause.
        var seen = 0L;
        await Until.HoldsAsync(() => seen == (seen = Volatile.Read(ref written)) && seen > 0, () => "the writer never paused");
        Assert.InRange(seen, 1, size / 2);
        while (read < size)
        {
            var count = await client.ReceiveAsync(buffer, Token).Within();
            Assert.NotEqual(0, count);
            for (var index = 0; index < count; index += 997)
            {
                Assert.Equal((byte)((read + index) / (16 * 1024)), buffer[index]);
            }

            read += count;
        }

        // The last piece may be read here before its writer has counted it.
        await Until.HoldsAsync(() => Volatile.Read(ref written) == size, () => $"{written} of {size} were written");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Reader_that_pauses_holds_the_sender_back_and_resumes_whole(bool unix, int loops)
    {
        SkipIfMissing();
        const int size = 16 * 1024 * 1024;
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var total = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.RawAsync(this, new Place(unix, loops), async connection =>
        {
            var first = await connection.Transport.Input.ReadAsync();
            connection.Transport.Input.AdvanceTo(first.Buffer.Start, first.Buffer.End);
            await go.Task;
            var read = 0L;
            while (read < size)
            {
                var result = await connection.Transport.Input.ReadAsync();
                read += result.Buffer.Length;
                connection.Transport.Input.AdvanceTo(result.Buffer.End);
            }

            total.SetResult(read);
        });
        using var client = await server.ConnectAsync();
        var sent = 0L;
        var sending = Task.Run(async () =>
        {
            var piece = new byte[64 * 1024];
            while (sent < size)
            {
                Interlocked.Add(ref sent, await client.SendAsync(piece, Token));
            }
        }, Token);
        var seen = 0L;
        await Until.HoldsAsync(() => seen == (seen = Volatile.Read(ref sent)) && seen > 0, () => "the sender was never held back");
        Assert.True(seen < size, "nothing held the sender back");
        go.SetResult();
        await sending.Within();
        Assert.Equal(size, await total.Task.Within());
    }

    internal static async Task EchoAsync(ConnectionContext connection)
    {
        while (true)
        {
            var result = await connection.Transport.Input.ReadAsync();
            foreach (var piece in result.Buffer)
            {
                connection.Transport.Output.Write(piece.Span);
            }

            await connection.Transport.Output.FlushAsync();
            connection.Transport.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    internal static async Task SendInChunksAsync(Socket client, byte[] bytes, Random random)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 200_000), bytes.Length - sent);
            await client.SendAsync(bytes.AsMemory(sent, length), Token);
            sent += length;
        }

        client.Shutdown(SocketShutdown.Send);
    }

    internal static async Task<byte[]> ReadToEndAsync(Socket client)
    {
        var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await client.ReceiveAsync(buffer, Token) is var count and > 0)
        {
            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }

    internal static async Task ReadExactlyAsync(Socket client, Memory<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var count = await client.ReceiveAsync(buffer, Token);
            Assert.NotEqual(0, count);
            buffer = buffer[count..];
        }
    }
}
