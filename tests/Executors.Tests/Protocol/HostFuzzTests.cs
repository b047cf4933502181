using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Sockets;
using Granary.Executors.Pools;
using Granary.Executors.Processes;
using Granary.Executors.Protocol;
using Granary.TestKit;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Tests.Protocol;

/// <summary>The host's end of the connection against a worker that says anything: it ends, or says that the protocol was broken, and nothing else happens.</summary>
public sealed class HostFuzzTests : IDisposable
{
    private const int Rounds = 300;
    private const ulong Calls = 4;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Spoiled_conversations_end_or_break_the_protocol()
    {
        var broken = 0;
        for (var seed = 1; seed <= Rounds; seed++)
        {
            var random = new Random(seed);
            broken += Talk(Transcript.Spoil(Transcript.OfWorker(Calls), random), seed) ? 1 : 0;
        }

        Assert.InRange(broken, Rounds / 4, Rounds);
    }

    [Fact]
    public void Valid_conversation_ends_every_call_once()
    {
        var shell = new FakeShell();
        Assert.False(Talk([.. Transcript.OfWorker(Calls).SkipLast(3).SelectMany(static frame => frame)], 0, shell));
        Assert.Equal(["ready echo", "end 1 task_failed", "end 2 ", "end 3 task_failed", "end 4 "], shell.Seen.Where(static line => !line.StartsWith("log", StringComparison.Ordinal)));
    }

    /// <summary>True if the protocol was broken.</summary>
    private bool Talk(byte[] wire, int seed, FakeShell? known = null)
    {
        var shell = known ?? new FakeShell();
        var path = _folder.File($"s{seed}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        using var worker = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        worker.Connect(new UnixDomainSocketEndPoint(path));
        using var host = listener.Accept();
        host.ReceiveTimeout = 60_000;
        var slot = new WorkerSlot(0, 4);
        var connection = new WorkerConnection(new PoolWorker(1, slot), shell, host, TimeProvider.System);
        for (var call = 0UL; call < Calls; call++)
        {
            connection.Call(new TypedTask<ExecutorPayload, ExecutorPayload>(new ExecutorCall("echo"), ExecutorPayload.Null, null, shell.Settings));
        }

        worker.Send(wire);
        worker.Shutdown(SocketShutdown.Send);
        try
        {
            connection.Serve(
                new FrameReader(new NetworkStream(host, ownsSocket: false)),
                new HelloMeta(1, 1, "test", "1", 1, "t"),
                new WorkerLaunch("x", [], new Dictionary<string, string>(StringComparer.Ordinal), null, null));
            return false;
        }
        catch (Exception error) when (error is ProtocolException or IOException)
        {
            return true;
        }
        finally
        {
            connection.Close();
            var ends = shell.Seen.Where(static line => line.StartsWith("end", StringComparison.Ordinal)).Select(static line => line.Split(' ')[1]).ToList();
            Assert.True(ends.Count == ends.Distinct(StringComparer.Ordinal).Count(), $"seed {seed}: {string.Join(';', shell.Seen)}");
        }
    }

    private sealed class FakeShell : IPoolShell
    {
        private readonly ConcurrentQueue<string> _seen = new();

        public ExecutorPoolSettings Settings { get; } = ExecutorPoolSettings.From("test", new ExecutorPoolOptions { MaxWorkers = 1, LanesPerWorker = 4, MaxPayload = 100_000 });

        public IReadOnlyCollection<string> Seen => _seen;

        public void TaskEnded(ExecutorTask task, PoolWorker worker, TaskResult result) => _seen.Enqueue($"end {task.CallId} {result.Code}");

        public void WorkerReady(PoolWorker worker, ImmutableArray<ExecutorHandlerInfo> handlers) => _seen.Enqueue("ready " + string.Join(',', handlers.Select(static handler => handler.Name)));

        public void WorkerFailed(PoolWorker worker, string why) => _seen.Enqueue("failed");

        public void WorkerGone(PoolWorker worker, string how) => _seen.Enqueue("gone");

        public void WorkerSilent(PoolWorker worker) => _seen.Enqueue("silent");

        public void WorkerHeard(PoolWorker worker) => _seen.Enqueue("heard");

        public void WorkerMemory(PoolWorker worker, long bytes)
        {
        }

        public void PreloadChanged() => _seen.Enqueue("preload");

        public void WorkerLog(PoolWorker worker, LogLevel level, string category, string message) => _seen.Enqueue($"log {level} {category} {message}");
    }
}
