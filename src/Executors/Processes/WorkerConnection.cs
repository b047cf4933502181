using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;
using Granary.Executors.Pools;
using Granary.Executors.Protocol;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Processes;

/// <summary>
/// The host's end of a worker's connection: greets it, sends calls, takes what comes. Frames are read on the connection's thread alone; calls and cancels
/// come from any thread.
/// </summary>
internal sealed class WorkerConnection(PoolWorker worker, IPoolShell shell, Socket socket, TimeProvider time)
{
    private const ulong NoCall = 0;
    private readonly Lock _gate = new();
    private readonly Lock _order = new();
    private readonly Dictionary<ulong, PendingCall> _calls = [];
    private readonly FrameWriter _writer = new(socket, $"executor {shell.Settings.Name} writer {worker.Slot.Number}");
    private readonly RateLimit _logs = new(ProtocolLimits.LogsPerSecond, time);
    private long _heard = time.GetTimestamp();
    private ulong _lastCall;
    private volatile bool _isReady;
    private volatile bool _isSilent;

    /// <summary>The worker takes calls.</summary>
    public bool IsReady => _isReady;

    /// <summary>Time since its last frame.</summary>
    public TimeSpan SilentFor => time.GetElapsedTime(Interlocked.Read(ref _heard));

    /// <summary>It has been reported as silent.</summary>
    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }

    /// <summary>Talks until the connection ends.</summary>
    /// <exception cref="ProtocolException">The worker broke the protocol.</exception>
    public void Serve(FrameReader reader, HelloMeta hello, WorkerLaunch launch)
    {
        if (hello.MinProtocol > ProtocolLimits.Version || hello.MaxProtocol < ProtocolLimits.Version)
        {
            throw new ProtocolException($"it speaks the versions {hello.MinProtocol} to {hello.MaxProtocol} of the protocol; this host speaks {ProtocolLimits.Version}");
        }

        var settings = shell.Settings;
        Control(FrameType.Welcome, NoCall, new WelcomeMeta(
            ProtocolLimits.Version,
            settings.Name,
            worker.Slot.Number,
            settings.LanesPerWorker,
            settings.Options.MaxPayload,
            settings.Options.Heartbeat.TotalMilliseconds,
            launch.Initializer,
            launch.InitializerArguments), ProtocolJson.Default.WelcomeMeta);
        while (reader.Read())
        {
            Interlocked.Exchange(ref _heard, time.GetTimestamp());
            if (_isSilent)
            {
                _isSilent = false;
                shell.WorkerHeard(worker);
            }

            if (!reader.Header.IsSkipped)
            {
                Take(reader);
            }
        }
    }

    /// <summary>Sends a call. If its interruption came first, its cancel follows it at once.</summary>
    public void Call(ExecutorTask task)
    {
        var payload = task.Payload;
        var context = task.Span ?? Activity.Current;
        var left = task.DueAt - task.StartedAt;
        var meta = new CallMeta(
            task.Call.Handler,
            left?.TotalMilliseconds,
            task.Call.Attempt + task.Runs - 1,
            context?.Id,
            context?.TraceStateString,
            task.Call.Tenant,
            payload.Data.Length > ProtocolLimits.ChunkBytes ? payload.Data.Length : null);
        var bytes = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(meta, ProtocolJson.Default.CallMeta);

        // A number is given and its call handed over in one step: a worker takes numbers that fall for a broken protocol. The writer never waits.
        lock (_order)
        {
            lock (_gate)
            {
                task.CallId = ++_lastCall;
                _calls.Add(task.CallId, new PendingCall(task, task.Call.Progress is null ? null : new ProgressRelay(task, time)));
            }

            _writer.Send(new OutboundMessage(FrameType.Call, task.CallId, bytes, payload), isControl: false);
        }

        if (task.IsInterrupted)
        {
            Cancel(task, "caller");
        }
    }

    /// <summary>Says that nobody wants the result.</summary>
    public void Cancel(ExecutorTask task, string reason)
    {
        bool isThere;
        lock (_gate)
        {
            isThere = _calls.TryGetValue(task.CallId, out var call) && call.Task == task;
        }

        if (isThere)
        {
            Control(FrameType.Cancel, task.CallId, new ReasonMeta(reason), ProtocolJson.Default.ReasonMeta);
        }
    }

    /// <summary>Asks whether it lives.</summary>
    public void Ping()
    {
        // A worker that does not read gets no second question.
        if (_writer.Waiting == 0)
        {
            _writer.Send(new OutboundMessage(FrameType.Ping, NoCall, default), isControl: true);
        }
    }

    /// <summary>Tells it to end.</summary>
    public void Shutdown(TimeSpan grace) => Control(FrameType.Shutdown, NoCall, new ShutdownMeta(grace.TotalMilliseconds), ProtocolJson.Default.ShutdownMeta);

    /// <summary>Breaks the connection; the reading thread returns.</summary>
    public void Close()
    {
        _writer.Close();
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is closed already.
            _ = error;
        }
    }

    private void Control<T>(FrameType type, ulong call, T meta, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> info) =>
        _writer.Send(ProtocolJson.Message(type, call, meta, info), isControl: true);

    private void Take(FrameReader reader)
    {
        switch (reader.Header.Type)
        {
            case FrameType.Log:
                TakeLog(reader.MetaAs(ProtocolJson.Default.LogMeta));
                break;
            case FrameType.Ready when !_isReady:
                TakeReady(reader.MetaAs(ProtocolJson.Default.ReadyMeta));
                break;
            case FrameType.Refused when !_isReady:
                var refused = reader.MetaAs(ProtocolJson.Default.RefusedMeta);
                shell.WorkerFailed(worker, $"it refused at the stage {refused.Stage}: {ProgressBounds.Text(refused.Error, ProtocolLimits.StackBytes)}");
                break;
            case FrameType.Result when _isReady:
                TakeResult(reader, reader.MetaAs(ProtocolJson.Default.ResultMeta));
                break;
            case FrameType.Data when _isReady:
                TakeData(reader);
                break;
            case FrameType.Error when _isReady:
                TakeError(reader.Header.Call, reader.MetaAs(ProtocolJson.Default.ErrorMeta));
                break;
            case FrameType.Progress when _isReady:
                var progress = reader.MetaAs(ProtocolJson.Default.ProgressMeta);
                Find(reader.Header.Call)?.Progress?.Report(ProgressBounds.Cut(progress.Percent, progress.Message, progress.Data));
                break;
            case FrameType.Pong:
                shell.WorkerMemory(worker, reader.MetaAs(ProtocolJson.Default.PongMeta).ResidentBytes);
                break;
            case FrameType.Bye:
                break;
            default:
                throw new ProtocolException($"a frame of type {reader.Header.Type} came {(_isReady ? "after" : "before")} ready");
        }
    }

    private void TakeReady(ReadyMeta ready)
    {
        var handlers = ready.Handlers.Select(static handler => new ExecutorHandlerInfo(handler.Name, handler.Asynchronous, handler.Idempotent)).ToImmutableArray();
        if (handlers.DistinctBy(static handler => handler.Name).Count() != handlers.Length)
        {
            throw new ProtocolException("it names a handler twice");
        }

        _isReady = true;
        if (ready.ResidentBytes > 0)
        {
            shell.WorkerMemory(worker, ready.ResidentBytes);
        }

        shell.WorkerReady(worker, handlers);
    }

    private void TakeResult(FrameReader reader, ResultMeta meta)
    {
        var call = Find(reader.Header.Call);
        if (call?.Assembly is not null)
        {
            throw new ProtocolException("a second result came for one call");
        }

        var assembly = PayloadAssembly.Begin(reader, meta.Size, shell.Settings.Options.MaxPayload, call is null || call.Task.IsInterrupted, out var payload);
        if (call is null)
        {
            return;
        }

        call.Assembly = assembly;
        if (assembly is null)
        {
            End(call, payload);
        }
    }

    private void TakeData(FrameReader reader)
    {
        // What follows a first frame that was dropped is dropped too.
        if (Find(reader.Header.Call) is { } call
            && (call.Assembly ?? throw new ProtocolException("data came without a result")).Add(reader, out var payload))
        {
            End(call, payload);
        }
    }

    private void End(PendingCall call, in ExecutorPayload payload)
    {
        Forget(call);
        shell.TaskEnded(call.Task, worker, call.Task.IsInterrupted ? new TaskResult() : call.Task.Read(payload));
    }

    private void TakeError(ulong id, ErrorMeta error)
    {
        var code = ErrorReasons.CodeOf(error.Reason, error.Type) ?? throw new ProtocolException($"there is no reason '{error.Reason}'");
        if (Find(id) is not { } call)
        {
            return;
        }

        Forget(call);
        shell.TaskEnded(call.Task, worker, new TaskResult
        {
            Code = code,
            Message = ProgressBounds.Text(error.Message ?? error.Reason, ProtocolLimits.ErrorMessageBytes),
            RemoteType = error.Type,
            RemoteStack = error.Stack is null ? null : ProgressBounds.Text(error.Stack, ProtocolLimits.StackBytes),
            Pointer = error.Pointer,
        });
    }

    private void TakeLog(LogMeta log)
    {
        if (!_logs.TryTake(out var dropped))
        {
            return;
        }

        if (dropped > 0)
        {
            shell.WorkerLog(worker, LogLevel.Warning, "granary", $"{dropped} messages of this worker were dropped; it may write {ProtocolLimits.LogsPerSecond} a second");
        }

        shell.WorkerLog(worker, WorkerLogLevels.Parse(log.Level), log.Category, ProgressBounds.Text(log.Message, ProtocolLimits.LogMessageBytes));
    }

    /// <summary>A call that has not ended; null for one that has. A number never given out breaks the protocol.</summary>
    private PendingCall? Find(ulong id)
    {
        lock (_gate)
        {
            return _calls.TryGetValue(id, out var call) ? call
                : id == NoCall || id > _lastCall ? throw new ProtocolException($"there is no call {id}")
                : null;
        }
    }

    private void Forget(PendingCall call)
    {
        lock (_gate)
        {
            _calls.Remove(call.Task.CallId);
        }
    }
}
