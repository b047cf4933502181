using System.Text.Json;
using Granary.Executors.Pools;
using Granary.Executors.Protocol;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Worker;

/// <summary>What a handler in a worker knows and may say.</summary>
internal sealed class WorkerContext(WorkerCall call, WelcomeMeta welcome, object? preloaded, FrameWriter writer, WorkerLogs logs) : ExecutorContext
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.0 / ProgressBounds.PerSecond);
    private readonly Lock _gate = new();
    private ProgressMeta? _next;
    private ITimer? _timer;
    private bool _pauses;
    private bool _ended;

    public override CancellationToken Cancelled => call.Cancelled;

    public override TimeSpan? TimeLeft => call.Meta.TimeLeftMs is { } left ? TimeSpan.FromMilliseconds(left) : null;

    public override int Attempt => call.Meta.Attempt;

    public override string? Tenant => call.Meta.Tenant;

    public override string? TraceParent => call.Meta.Traceparent;

    public override string Pool => welcome.Pool;

    public override object? Preloaded => preloaded;

    public override void Progress(double? percent, string? message = null, JsonElement? data = null)
    {
        var cut = ProgressBounds.Cut(percent, message, data);
        lock (_gate)
        {
            _next = new ProgressMeta(cut.Percent, cut.Message, cut.Data);
            if (!_pauses && !_ended)
            {
                SendNext();
            }
        }
    }

    public override void Log(LogLevel level, string message) => logs.Write(level, call.Meta.Handler, message);

    /// <summary>Sends what waits; nothing is sent afterwards.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_next is not null)
            {
                SendNext();
            }

            _ended = true;
            _timer?.Dispose();
        }
    }

    private void SendNext()
    {
        writer.Send(ProtocolJson.Message(FrameType.Progress, call.Id, _next!, ProtocolJson.Default.ProgressMeta), isControl: false);
        _next = null;
        _pauses = true;
        _timer ??= TimeProvider.System.CreateTimer(static context => ((WorkerContext)context!).AfterPause(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    private void AfterPause()
    {
        lock (_gate)
        {
            _pauses = false;
            if (_next is not null && !_ended)
            {
                SendNext();
            }
        }
    }
}
