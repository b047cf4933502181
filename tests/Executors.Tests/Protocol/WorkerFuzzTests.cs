using System.Diagnostics;
using System.Net.Sockets;
using Granary.Executors.Protocol;
using Granary.TestKit;

namespace Granary.Executors.Tests.Protocol;

/// <summary>
/// Both workers against a host that says anything: each process ends by itself, and with an exit code it chose. A valid conversation, the same for both, is
/// answered as the document says.
/// </summary>
public sealed class WorkerFuzzTests : IDisposable
{
    private const int Rounds = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Welcome = """{"protocol":1,"pool":"p","worker":0,"lanes":2,"maxPayload":1000,"heartbeatMs":5000}""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dotnet", "echo")]
    [InlineData("python", "test_tasks:echo")]
    public async Task Valid_conversation_is_answered(string runtime, string handler)
    {
        var (exit, frames) = await TalkAsync(runtime, [.. Transcript.OfHost(handler).SelectMany(static frame => frame)], 0);
        Assert.Equal(0, exit);
        Assert.Equal([FrameType.Hello, FrameType.Ready, FrameType.Pong], frames.Where(static frame => frame.Call == 0 && frame.Type != FrameType.Log).Take(3).Select(static frame => frame.Type));
        Assert.Equal(FrameType.Bye, frames[^1].Type);
        Assert.Contains(frames, static frame => frame is { Call: 1, Type: FrameType.Result or FrameType.Error });
        Assert.Contains(frames, static frame => frame is { Call: 2, Type: FrameType.Error });
        Assert.Contains(frames, static frame => frame is { Call: 3, Type: FrameType.Result, Data: "123456" } or { Call: 3, Type: FrameType.Error });
        Assert.Contains(frames, static frame => frame is { Call: 4, Type: FrameType.Error });
    }

    [Theory]
    [InlineData("dotnet", "echo")]
    [InlineData("python", "test_tasks:echo")]
    public async Task Spoiled_conversations_end_the_worker_by_its_own_decision(string runtime, string handler)
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("GRANARY_FUZZ_ROUNDS") ?? $"{Rounds}", System.Globalization.CultureInfo.InvariantCulture);
        for (var seed = 1; seed <= rounds; seed++)
        {
            var (exit, _) = await TalkAsync(runtime, Transcript.Spoil(Transcript.OfHost(handler), new Random(seed)), seed);
            Assert.True(exit is 0 or 70, $"seed {seed}: exit {exit}");
        }
    }

    private async Task<(int Exit, List<(FrameType Type, ulong Call, string Data)> Frames)> TalkAsync(string runtime, byte[] wire, int seed)
    {
        if (runtime == "python")
        {
            PythonOnPath.Require();
        }

        var path = _folder.File($"w{seed}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        var start = runtime == "python"
            ? new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "granary_worker.py")])
            : new ProcessStartInfo(Environment.ProcessPath!, ["worker"]);
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardError = true;
        start.Environment[WorkerVariables.Socket] = path;
        start.Environment[WorkerVariables.Token] = "token";
        start.Environment[WorkerVariables.Python] = $$"""{"file":"{{Path.Combine(AppContext.BaseDirectory, "test_tasks.py")}}"}""";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        using var socket = await listener.AcceptAsync(patience.Token);
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        var frames = new List<(FrameType Type, ulong Call, string Data)>();
        var reader = new FrameReader(new NetworkStream(socket, ownsSocket: false));
        Read(reader, frames);
        socket.Send(Transcript.Frame(FrameType.Welcome, 0, Welcome));
        while (frames[^1].Type != FrameType.Ready)
        {
            Assert.True(Read(reader, frames), "the worker ended before it was ready");
        }

        try
        {
            socket.Send(wire);
            socket.Shutdown(SocketShutdown.Send);
            while (Read(reader, frames))
            {
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ProtocolException)
        {
            // It ended while we talked.
            _ = error;
        }

        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, frames);
    }

    private static bool Read(FrameReader reader, List<(FrameType Type, ulong Call, string Data)> frames)
    {
        if (!reader.Read())
        {
            return false;
        }

        frames.Add((reader.Header.Type, reader.Header.Call, System.Text.Encoding.UTF8.GetString(reader.Data.Span)));
        return true;
    }
}
