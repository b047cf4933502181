using System.Diagnostics;
using System.Text.Json;
using Granary.Abstractions.Executors;
using Granary.Executors.Payloads;
using Granary.Executors.Pools;
using Granary.Executors.Protocol;

namespace Granary.Executors.Worker;

/// <summary>
/// The calls of a worker. Frames are handed in by the reading thread. With one lane a handler begins right there (<see cref="LaneReader"/>); with several it
/// runs elsewhere: one that blocks on a thread of its lane.
/// </summary>
internal sealed class WorkerCalls(WelcomeMeta welcome, WorkerPreparation prepared, FrameWriter writer, WorkerLogs logs, LaneReader? lane) : IDisposable
{
    private const int MostEarlyCancels = 1024;
    private readonly object _gate = new();
    private readonly Dictionary<ulong, WorkerCall> _calls = [];
    private readonly Queue<ulong> _earlyCancels = new();
    private readonly LaneThreads _lanes = new(welcome.Lanes);
    private ulong _last;
    private int _answering;

    public int Running
    {
        get
        {
            lock (_gate)
            {
                return _calls.Count;
            }
        }
    }

    public void Begin(FrameReader reader, CallMeta meta)
    {
        var call = new WorkerCall(reader.Header.Call, meta, prepared.Handlers.Find(meta.Handler));
        lock (_gate)
        {
            if (call.Id <= _last)
            {
                throw new ProtocolException($"the call {call.Id} came after the call {_last}");
            }

            _last = call.Id;
            _calls.Add(call.Id, call);

            // Control frames overtake payloads, so the cancel of a call may come before it.
            if (_earlyCancels.Contains(call.Id))
            {
                call.Cancel();
            }
        }

        call.Assembly = PayloadAssembly.Begin(reader, meta.Size, welcome.MaxPayload, discard: call.Handler is null, out var argument);
        if (call.Assembly is null)
        {
            call.Argument = argument;
            Start(call);
        }
    }

    public void Add(FrameReader reader)
    {
        WorkerCall? call;
        lock (_gate)
        {
            call = _calls.GetValueOrDefault(reader.Header.Call);
        }

        if (call?.Assembly is not { } assembly)
        {
            throw new ProtocolException($"data came for the call {reader.Header.Call}, which waits for none");
        }

        if (assembly.Add(reader, out var argument))
        {
            call.Assembly = null;
            call.Argument = argument;
            Start(call);
        }
    }

    public void Cancel(ulong id)
    {
        lock (_gate)
        {
            if (_calls.TryGetValue(id, out var call))
            {
                call.Cancel();
            }
            else if (id > _last)
            {
                _earlyCancels.Enqueue(id);
                while (_earlyCancels.Count > MostEarlyCancels)
                {
                    _earlyCancels.Dequeue();
                }
            }
        }
    }

    /// <summary>Waits for the calls there are, up to the grace.</summary>
    public void Finish(TimeSpan grace)
    {
        var begun = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            foreach (var call in _calls.Values)
            {
                call.Cancel();
            }

            while (_calls.Count + _answering > 0 && grace - Stopwatch.GetElapsedTime(begun) is var left && left > TimeSpan.Zero)
            {
                Monitor.Wait(_gate, left);
            }
        }
    }

    public void Dispose() => _lanes.Dispose();

    private void Start(WorkerCall call)
    {
        if (call.Handler is null)
        {
            End(call, Error(call, new ErrorMeta(ErrorReasons.Unknown, Message: Handlers.HandlerTable.Unknown(call.Meta.Handler, prepared.Handlers.All))));
        }
        else if (lane is not null)
        {
            lane.Start(() => _ = RunAsync(call));
        }
        else if (call.Handler.Info.IsAsynchronous)
        {
            _ = Task.Run(() => RunAsync(call));
        }
        else
        {
            // A body that blocks has ended when the call returns, so nothing is left to await.
            _lanes.Run(() => _ = RunAsync(call));
        }
    }

    private async Task RunAsync(WorkerCall call)
    {
        var context = new WorkerContext(call, welcome, prepared.Preloaded, writer, logs);
        var begun = Stopwatch.GetTimestamp();
        OutboundMessage answer;
        using (var activity = call.Meta.Traceparent is null ? null : new Activity("executor.call").SetParentId(call.Meta.Traceparent).Start())
        {
            try
            {
                call.Cancelled.ThrowIfCancellationRequested();
                var argument = call.Handler!.Read(call.Argument);
                var value = await call.Handler.InvokeAsync(argument, context);
                var payload = call.Handler.Write(value, welcome.MaxPayload);
                var meta = new ResultMeta(
                    Stopwatch.GetElapsedTime(begun).TotalMilliseconds, payload.Data.Length > ProtocolLimits.ChunkBytes ? payload.Data.Length : null);
                answer = new OutboundMessage(FrameType.Result, call.Id, JsonSerializer.SerializeToUtf8Bytes(meta, ProtocolJson.Default.ResultMeta), payload);
            }
            catch (Exception error)
            {
                answer = Error(call, Describe(call, error));
            }
        }

        context.End();
        End(call, answer);
    }

    private static ErrorMeta Describe(WorkerCall call, Exception error) => error switch
    {
        PayloadException { Code: TaskFailureCodes.PayloadTooLarge } => new ErrorMeta(ErrorReasons.Result, ErrorReasons.TooLarge, error.Message),
        PayloadException { Code: TaskFailureCodes.ResultNotSerializable } => new ErrorMeta(ErrorReasons.Result, null, error.Message),
        PayloadException refused => new ErrorMeta(ErrorReasons.Argument, null, refused.Message, null, refused.Pointer),
        OperationCanceledException when call.Cancelled.IsCancellationRequested => new ErrorMeta(ErrorReasons.Cancelled, null, "cancelled"),
        _ => new ErrorMeta(
            ErrorReasons.Handler,
            error.GetType().FullName,
            ProgressBounds.Text(error.Message, ProtocolLimits.ErrorMessageBytes),
            ProgressBounds.Text(error.ToString(), ProtocolLimits.StackBytes)),
    };

    private static OutboundMessage Error(WorkerCall call, ErrorMeta error) => ProtocolJson.Message(FrameType.Error, call.Id, error, ProtocolJson.Default.ErrorMeta);

    private void End(WorkerCall call, OutboundMessage answer)
    {
        // Out of the table first: once the answer is out, the host may send the next call for this lane.
        lock (_gate)
        {
            _calls.Remove(call.Id);
            _answering++;
        }

        writer.Send(answer, isControl: false);
        lock (_gate)
        {
            _answering--;
            Monitor.PulseAll(_gate);
        }
    }
}
