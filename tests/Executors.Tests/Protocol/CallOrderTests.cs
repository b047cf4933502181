using System.Collections.Immutable;
using System.Net.Sockets;
using Granary.Executors.Pools;
using Granary.Executors.Processes;
using Granary.Executors.Protocol;
using Granary.TestKit;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Tests.Protocol;

/// <summary>What the protocol promises to a worker with several lanes, whose calls come from many threads.</summary>
public sealed class CallOrderTests
{
    private const int Senders = 4;
    private const int Each = 2_000;

    [Fact]
    public void Numbers_of_calls_rise_on_the_wire_whichever_threads_send_them()
    {
        using var folder = new TemporaryFolder();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(folder.File("s")));
        listener.Listen(1);
        using var worker = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        worker.Connect(new UnixDomainSocketEndPoint(folder.File("s")));
        worker.ReceiveTimeout = 60_000;
        using var host = listener.Accept();
        var shell = new SilentShell();
        var connection = new WorkerConnection(new PoolWorker(1, new WorkerSlot(0, Senders)), shell, host, TimeProvider.System);
        using var together = new Barrier(Senders);
        var threads = Enumerable.Range(0, Senders).Select(_ => new Thread(() =>
        {
            together.SignalAndWait();
            for (var sent = 0; sent < Each; sent++)
            {
                connection.Call(new TypedTask<ExecutorPayload, ExecutorPayload>(new ExecutorCall("echo"), ExecutorPayload.Null, null, shell.Settings));
            }
        })).ToList();
        threads.ForEach(static thread => thread.Start());

        // Read only now, so that the socket was full and calls went through the writer's own thread too.
        threads.ForEach(static thread => thread.Join());
        var reader = new FrameReader(new NetworkStream(worker, ownsSocket: false));
        for (var expected = 1UL; expected <= Senders * Each; expected++)
        {
            Assert.True(reader.Read());
            Assert.Equal((FrameType.Call, expected), (reader.Header.Type, reader.Header.Call));
        }

        connection.Close();
    }

    private sealed class SilentShell : IPoolShell
    {
        public ExecutorPoolSettings Settings { get; } = ExecutorPoolSettings.From("test", new ExecutorPoolOptions { MaxWorkers = 1, LanesPerWorker = Senders });

        public void TaskEnded(ExecutorTask task, PoolWorker worker, TaskResult result)
        {
        }

        public void WorkerReady(PoolWorker worker, ImmutableArray<ExecutorHandlerInfo> handlers)
        {
        }

        public void WorkerFailed(PoolWorker worker, string why)
        {
        }

        public void WorkerGone(PoolWorker worker, string how)
        {
        }

        public void WorkerSilent(PoolWorker worker)
        {
        }

        public void WorkerHeard(PoolWorker worker)
        {
        }

        public void WorkerMemory(PoolWorker worker, long bytes)
        {
        }

        public void PreloadChanged()
        {
        }

        public void WorkerLog(PoolWorker worker, LogLevel level, string category, string message)
        {
        }
    }
}
