using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization.Metadata;
using Granary.Executors.Handlers;
using Granary.Executors.Protocol;

namespace Granary.Executors.Worker;

/// <summary>
/// A worker's side of the connection. Its life: hello; welcome; handlers and preload; ready; then calls until a shutdown. Some thread always reads
/// frames, so pings are answered and cancels arrive while handlers block.
/// </summary>
internal sealed class WorkerSession : IWorkerSender, IDisposable
{
    private const string Runtime = "dotnet";
    private readonly Socket _socket;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private readonly string _token;

    private WorkerSession(Socket socket, string token)
    {
        _socket = socket;
        _token = token;
        _reader = new FrameReader(new NetworkStream(socket, ownsSocket: false));
        _writer = new FrameWriter(socket, "writer");
    }

    /// <summary>Connects to the host.</summary>
    public static WorkerSession Connect(WorkerEnvironment environment)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(environment.Socket));
        return new WorkerSession(socket, environment.Token);
    }

    /// <summary>Works until told to end; returns the exit code.</summary>
    /// <exception cref="ProtocolException">The host broke the protocol.</exception>
    public int Run(Func<HandlerTable> load)
    {
        Send(FrameType.Hello, new HelloMeta(
            ProtocolLimits.Version, ProtocolLimits.Version, Runtime, RuntimeInformation.FrameworkDescription, Environment.ProcessId, _token), ProtocolJson.Default.HelloMeta);
        if (!_reader.Read())
        {
            throw new ProtocolException("the host closed the connection before its welcome");
        }

        if (_reader.Header.Type != FrameType.Welcome)
        {
            throw new ProtocolException($"a frame of type {_reader.Header.Type} came instead of a welcome");
        }

        var welcome = _reader.MetaAs(ProtocolJson.Default.WelcomeMeta);
        if (welcome.Protocol != ProtocolLimits.Version)
        {
            throw new ProtocolException($"the host chose version {welcome.Protocol} of the protocol, which was not offered");
        }

        var logs = new WorkerLogs(_writer);
        logs.TakeConsole();
        if (WorkerPreparation.Prepare(load, welcome, this) is not { } prepared)
        {
            _writer.Drain(TimeSpan.FromSeconds(1));
            return 1;
        }

        var lane = welcome.Lanes == 1 ? new LaneReader() : null;
        using var calls = new WorkerCalls(welcome, prepared, _writer, logs, lane);
        if (lane is not null)
        {
            lane.Run(() => ReadOne(calls));
            return 0;
        }

        while (ReadOne(calls))
        {
        }

        return 0;
    }

    public void Dispose()
    {
        _writer.Close();
        _socket.Dispose();
    }

    private bool ReadOne(WorkerCalls calls) => _reader.Read() && (_reader.Header.IsSkipped || Take(calls));

    private bool Take(WorkerCalls calls)
    {
        switch (_reader.Header.Type)
        {
            case FrameType.Call:
                calls.Begin(_reader, _reader.MetaAs(ProtocolJson.Default.CallMeta));
                return true;
            case FrameType.Data:
                calls.Add(_reader);
                return true;
            case FrameType.Cancel:
                calls.Cancel(_reader.Header.Call);
                return true;
            case FrameType.Ping:
                Send(FrameType.Pong, new PongMeta(Environment.WorkingSet, calls.Running), ProtocolJson.Default.PongMeta);
                return true;
            case FrameType.Shutdown:
                var grace = TimeSpan.FromMilliseconds(Math.Clamp(_reader.MetaAs(ProtocolJson.Default.ShutdownMeta).GraceMs, 0, int.MaxValue));
                calls.Finish(grace);

                // Control messages overtake payloads, and nobody reads behind a farewell.
                _writer.Drain(grace);
                Send(FrameType.Bye, new ReasonMeta("shutdown"), ProtocolJson.Default.ReasonMeta);
                _writer.Drain(grace);
                return false;
            default:
                throw new ProtocolException($"a frame of type {_reader.Header.Type} came from the host");
        }
    }

    public void Send<T>(FrameType type, T meta, JsonTypeInfo<T> info) => _writer.Send(ProtocolJson.Message(type, 0, meta, info), isControl: true);
}
