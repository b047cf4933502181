using System.Diagnostics;
using System.Diagnostics.Metrics;
using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Inspection;

/// <summary>Metrics of the loops, read from their counters when somebody listens; nothing is counted twice and the loops pay nothing.</summary>
internal sealed class LoopInstruments : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Granary.SocketLoops";

    private readonly LoopGroups _groups;
    private readonly LoopBackendReport _report;
    private readonly Meter _meter;

    public LoopInstruments(IMeterFactory meters, LoopGroups groups, LoopBackendReport report)
    {
        _groups = groups;
        _report = report;
        _meter = meters.Create(MeterName);
        Counter("loop_accepts", static loop => loop.Counters.Accepts);
        Counter("loop_closes", static loop => loop.Counters.Closes);
        Counter("loop_events", static loop => loop.Counters.Events);
        Counter("loop_waits", static loop => loop.Counters.Waits);
        Counter("loop_wakes", static loop => loop.Counters.Wakes);
        Counter("loop_posts", static loop => loop.Counters.Posts);
        Counter("loop_overflows", static loop => loop.Counters.Overflows);
        Counter("loop_stalls", static loop => loop.Counters.Stalls);
        Counter("loop_accept_pauses", static loop => loop.Counters.AcceptPauses);
        Sum("loop_reads", static connection => connection.Reader.Receives, static counters => counters.Reads);
        Sum("loop_writes", static connection => connection.Writer.Sends, static counters => counters.Writes);
        _meter.CreateObservableCounter("loop_bytes", Bytes, "By");
        _meter.CreateObservableCounter("loop_errors", Errors);
        _meter.CreateObservableCounter("loop_busy_seconds", () => Each(static loop => Seconds(loop.Counters.BusyTicks)), "s");
        _meter.CreateObservableCounter("loop_callback_seconds", () => Each(static loop => Seconds(loop.Counters.CallbackTicks)), "s");
        _meter.CreateObservableGauge("loop_info", () => new Measurement<int>(1, new("backend", _report.InUse), new("requested", _report.Requested)));
    }

    public void Dispose() => _meter.Dispose();

    private static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;

    private void Counter(string name, Func<Loop, long> read) => _meter.CreateObservableCounter(name, () => Each(read));

    private void Sum(string name, Func<Transport.LoopConnection, long> open, Func<LoopCounters, long> closed) => _meter.CreateObservableCounter(
        name, () => OfGroups((group, loop) => closed(loop.Counters) + group.Connections.Where(connection => connection.Loop == loop).Sum(open)));

    private IEnumerable<Measurement<T>> Each<T>(Func<Loop, T> read)
        where T : struct => OfGroups((_, loop) => read(loop));

    private IEnumerable<Measurement<T>> OfGroups<T>(Func<LoopGroup, Loop, T> read)
        where T : struct => _groups.All.SelectMany(group => group.Loops.Select(loop => new Measurement<T>(read(group, loop), Tag(loop))));

    private IEnumerable<Measurement<long>> Bytes() => _groups.All.SelectMany(group => group.Loops.SelectMany(loop =>
    {
        var open = group.Connections.Where(connection => connection.Loop == loop).ToList();
        return (Measurement<long>[])
        [
            new(loop.Counters.BytesIn + open.Sum(static connection => connection.Reader.Bytes), Tag(loop), new("direction", "in")),
            new(loop.Counters.BytesOut + open.Sum(static connection => connection.Writer.Bytes), Tag(loop), new("direction", "out")),
        ];
    }));

    private IEnumerable<Measurement<long>> Errors() => _groups.All.SelectMany(static group => group.Loops).SelectMany(loop =>
        loop.Counters.Errors().Select(error => new Measurement<long>(error.Value, Tag(loop), new("errno", Errno.Name(error.Key)))));

    private static KeyValuePair<string, object?> Tag(Loop loop) => new("loop", loop.Id);
}
