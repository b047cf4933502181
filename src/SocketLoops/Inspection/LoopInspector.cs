using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Native;
using Granary.SocketLoops.Transport;
using Microsoft.Extensions.Options;

namespace Granary.SocketLoops.Inspection;

/// <summary>Looks at the loops of this process and changes what may be changed while they run. Thread-safe; never waits for a loop.</summary>
public sealed class LoopInspector
{
    private static readonly TimeSpan Hung = TimeSpan.FromSeconds(2);
    private readonly LoopGroups _groups;
    private readonly LoopListenerFactory _listeners;
    private readonly LoopBackendReport _report;
    private readonly IOptions<LoopOptions> _options;
    private readonly ConcurrentDictionary<Loop, BusyHistory> _busy = new();

    internal LoopInspector(LoopGroups groups, LoopListenerFactory listeners, LoopBackendReport report, IOptions<LoopOptions> options)
    {
        _groups = groups;
        _listeners = listeners;
        _report = report;
        _options = options;
    }

    /// <summary>Why this process should be taken for dead, naming the loop; null while every loop comes back from its callbacks within 2 s.</summary>
    public string? Liveness()
    {
        foreach (var loop in _groups.All.SelectMany(static group => group.Loops))
        {
            var since = loop.CallbackSince;
            if (since != 0 && Stopwatch.GetElapsedTime(since) >= Hung)
            {
                return $"loop {loop.Id} ({loop.Backend}) has been in one callback ({loop.CallbackOperation}) for {Stopwatch.GetElapsedTime(since).TotalSeconds:F1} s";
            }
        }

        return null;
    }

    /// <summary>Everything now, at most a moment old; connections only if asked for.</summary>
    public LoopsView View(bool connections)
    {
        var groups = _groups.All;
        return new LoopsView(
            _report.Requested,
            _report.InUse,
            _report.Reason,
            CpuAffinity.Allowed(),
            Settings(),
            [.. groups.SelectMany(group => group.Loops.Select(loop => View(group, loop)))],
            [.. _listeners.Listeners.Select(static listener => new ListenerView(
                listener.Name,
                listener.EndPoint.ToString()!,
                listener.Group.Backend,
                listener.IsInline,
                listener.AcceptedCount,
                listener.RefusedCount,
                listener.IsPaused))],
            _groups.Stalls.Recent,
            connections ? [.. groups.SelectMany(static group => group.Connections).Select(View)] : null);
    }

    /// <summary>
    /// Changes settings while running: <c>MaxConnections</c>, <c>ReadPause</c>, <c>WritePause</c>, <c>SpinMicroseconds</c>, <c>StallThreshold</c>,
    /// <c>StallStacks</c>. All or nothing; no connection is touched.
    /// </summary>
    public LoopChange Change(IReadOnlyDictionary<string, string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var options = new LoopOptions
        {
            MaxConnections = _groups.Tuning.Current.MaxConnections,
            ReadPause = _groups.Tuning.Current.ReadPause,
            WritePause = _groups.Tuning.Current.WritePause,
            SpinMicroseconds = _groups.Tuning.Current.SpinMicroseconds,
            StallThreshold = _groups.Tuning.Current.StallThreshold,
            StallStacks = _groups.Tuning.Current.StallStacks,
        };
        foreach (var (key, value) in settings)
        {
            switch (LoopChange.Apply(options, key, value))
            {
                case LoopChangeOutcome.NeedsRestart:
                    return new LoopChange(LoopChangeOutcome.NeedsRestart, [$"{LoopOptions.Section}:{key} is fixed when the loops start."]);
                case LoopChangeOutcome.Invalid:
                    return new LoopChange(LoopChangeOutcome.Invalid, [$"{LoopOptions.Section}:{key} cannot be '{value}'."]);
            }
        }

        var validation = new LoopOptionsValidator([]).Validate(null, options);
        if (validation.Failed)
        {
            return new LoopChange(LoopChangeOutcome.Invalid, [.. validation.Failures!]);
        }

        _groups.Tuning.Current = LoopTuning.From(options);
        return new LoopChange(LoopChangeOutcome.Changed, []);
    }

    private LoopView View(LoopGroup group, Loop loop)
    {
        var counters = loop.Counters;
        var open = group.Connections.Where(connection => connection.Loop == loop).ToList();
        return new LoopView(
            loop.Id,
            loop.ThreadId,
            loop.Cpu,
            CpuNodes.Of(loop.Cpu),
            loop.Backend,
            group.ConnectionsOf(loop.Id),
            counters.Accepts,
            counters.Closes,
            counters.Waits,
            counters.Returns,
            counters.Events,
            counters.Wakes,
            counters.Posts,
            counters.Overflows,
            counters.TasksRefused,
            loop.TasksWaiting,
            loop.RingDepth,
            counters.HighestDepth,
            _busy.GetOrAdd(loop, static loop => new BusyHistory(loop)).Sample(),
            Stopwatch.GetElapsedTime(0, counters.LongestCallbackTicks),
            counters.Stalls,
            counters.CallbackErrors,
            counters.AcceptPauses,
            counters.Refused,
            loop.Blocks.Allocated,
            loop.Blocks.Rented,
            counters.Reads + open.Sum(static connection => connection.Reader.Receives),
            counters.Writes + open.Sum(static connection => connection.Writer.Sends),
            counters.BytesIn + open.Sum(static connection => connection.Reader.Bytes),
            counters.BytesOut + open.Sum(static connection => connection.Writer.Bytes),
            counters.Errors().ToDictionary(static error => Errno.Name(error.Key), static error => error.Value, StringComparer.Ordinal));
    }

    private ConnectionView View(LoopConnection connection) => new(
        connection.ConnectionId,
        connection.Loop.Id,
        connection.Endpoint,
        Stopwatch.GetElapsedTime(connection.Began),
        connection.Reader.Bytes,
        connection.Writer.Bytes,
        connection.Reader.Unread,
        connection.Writer.Unsent,
        connection.Reader.Unread >= _groups.Tuning.Current.ReadPause,
        connection.Writer.IsPaused,
        connection.Writer.IsPaused ? "client_to_read" : connection.Reader.IsWaiting ? "client" : "application");

    private Dictionary<string, string> Settings()
    {
        var tuning = _groups.Tuning.Current;
        var options = _options.Value;
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [nameof(options.Backend)] = options.Backend,
            [nameof(options.AutoOrder)] = options.AutoOrder,
            [nameof(options.Strict)] = Text(options.Strict),
            [nameof(options.Loops)] = Text(_groups.Settings.Loops),
            [nameof(options.Accept)] = options.Accept,
            [nameof(options.Balance)] = options.Balance,
            [nameof(options.MaxConnections)] = Text(tuning.MaxConnections),
            [nameof(options.Backlog)] = Text(options.Backlog),
            [nameof(options.MaxEvents)] = Text(options.MaxEvents),
            [nameof(options.PostCapacity)] = Text(options.PostCapacity),
            [nameof(options.MaxTasksPerLoop)] = Text(options.MaxTasksPerLoop),
            [nameof(options.ReadPause)] = Text(tuning.ReadPause),
            [nameof(options.WritePause)] = Text(tuning.WritePause),
            [nameof(options.ReceiveBlock)] = Text(options.ReceiveBlock),
            [nameof(options.Inline)] = Text(options.Inline),
            [nameof(options.HangUpAborts)] = Text(options.HangUpAborts),
            [nameof(options.CpuAffinity)] = options.CpuAffinity,
            [nameof(options.SpinMicroseconds)] = Text(tuning.SpinMicroseconds),
            [nameof(options.StallThreshold)] = Text(tuning.StallThreshold),
            [nameof(options.StallStacks)] = Text(tuning.StallStacks),
            [nameof(options.ShutdownTimeout)] = Text(options.ShutdownTimeout),
            [nameof(options.UringEntries)] = Text(options.UringEntries),
            [nameof(options.UringBuffers)] = Text(options.UringBuffers),
            [nameof(options.ZeroCopyAbove)] = Text(options.ZeroCopyAbove),
        };

        static string Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }
}
