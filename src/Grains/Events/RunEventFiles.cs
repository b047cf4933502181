using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Granary.Abstractions.Artifacts;
using Granary.Grains.Capacity.Events;
using Granary.Grains.Runs.Output;
using Granary.Scheduling.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Events;

/// <summary>
/// Keeps the events of runs beside their results: one object per stream, silo and piece, <c>runs/&lt;run&gt;/events/…</c>, each with a header line that says when it
/// began. A piece is written when it is large, old, or nobody adds to it any more; a run whose piece cannot be written keeps no more events, and goes on.
/// With nothing to write it does nothing. Thread-safe.
/// </summary>
internal sealed partial class RunEventFiles(
    IArtifactStore artifacts, EventStreams streams, TimeProvider time, ILogger<RunEventFiles> logger, EventInstruments? instruments = null)
    : IEventSink, IHostedService, IDisposable
{
    private const int LargePiece = 1 << 20;
    private const int LargestPiece = 16 << 20;
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _oldPiece = TimeSpan.FromSeconds(10);

    // For the last event of what was under way when the last user left; whatever takes longer is lost to the run.
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RunEventBuffer> _runs = new(StringComparer.Ordinal);
    private IDisposable? _subscription;
    private ITimer? _timer;
    private Task _writing = Task.CompletedTask;
    private bool _armed;
    private long _lost;

    public SchedulerEventSet Wants { get; private set; }

    public bool WantsRequests { get; private set; }

    /// <summary>Events that found a piece full.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Somebody on this silo has events of the run; every opening needs its closing.</summary>
    /// <param name="run">Run id.</param>
    /// <param name="level"><c>none</c>, <c>jobs</c> or <c>all</c>.</param>
    public void Open(string run, string level)
    {
        if (level == "none")
        {
            return;
        }

        lock (_gate)
        {
            if (!_runs.TryGetValue(run, out var buffer))
            {
                _runs.Add(run, buffer = new RunEventBuffer(run, level == "all", (time.GetUtcNow(), streams.Now)));
            }

            buffer.Users++;
            Count();
        }

        streams.Refresh();
    }

    public void Close(string run)
    {
        lock (_gate)
        {
            if (_runs.TryGetValue(run, out var buffer))
            {
                buffer.Users--;
                buffer.LeftAt = time.GetUtcNow();
                Arm();
            }
        }
    }

    /// <summary>Completes when what this silo said of the run is written and it has nothing more to say, or after that time. Events of other silos: within 10 s.</summary>
    public async Task SettledAsync(string run, TimeSpan most)
    {
        RunEventBuffer? buffer;
        lock (_gate)
        {
            buffer = _runs.GetValueOrDefault(run);
        }

        if (buffer is null || most <= TimeSpan.Zero)
        {
            return;
        }

        using var bound = new CancellationTokenSource(most, time);
        await buffer.Settled.WaitAsync(bound.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public void Take(StreamEvent e)
    {
        if (e.Correlation is { RunId: null })
        {
            return;
        }

        lock (_gate)
        {
            if (e.Correlation is { RunId: { } run })
            {
                if (_runs.TryGetValue(run, out var buffer))
                {
                    Take(e, buffer);
                }

                return;
            }

            foreach (var buffer in _runs.Values)
            {
                Take(e, buffer);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static files => ((RunEventFiles)files!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscription = streams.Add(this);
        return Task.CompletedTask;
    }

    /// <summary>Writes what there is.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        await _writing;
        await WriteAsync(all: true);
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void Take(StreamEvent e, RunEventBuffer buffer)
    {
        if (!buffer.Wants(e))
        {
            return;
        }

        buffer.Follow(e);
        var piece = e.Stream == StreamEvent.Scheduler ? buffer.Scheduler : buffer.Requests;
        if (piece.WrittenCount > LargestPiece)
        {
            Interlocked.Increment(ref _lost);
            instruments?.Dropped(nameof(RunEventFiles), EventStreams.Label(e.Stream));
            return;
        }

        if (piece.WrittenCount == 0)
        {
            Begin(piece, e.Stream, buffer.Opened);
            buffer.Since ??= time.GetUtcNow();
        }

        EventText.Write(e, piece);
        Arm();
    }

    private void Arm()
    {
        if (!_armed && _timer is { } timer)
        {
            _armed = timer.Change(_look, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            _armed = false;
            if (!_writing.IsCompleted)
            {
                Arm();
                return;
            }
        }

        _writing = WriteAsync(all: false);
    }

    private async Task WriteAsync(bool all)
    {
        List<RunEventBuffer> gone = [];
        foreach (var (buffer, name, bytes) in TakePieces(all, gone))
        {
            try
            {
                await artifacts.WriteAsync(name, async (file, token) => await file.WriteAsync(bytes, token), CancellationToken.None);
            }
            catch (Exception e)
            {
                LogNotWritten(buffer.Run, e);
                lock (_gate)
                {
                    buffer.Broken = true;
                }
            }
        }

        foreach (var buffer in gone)
        {
            buffer.Settle();
        }
    }

    private List<(RunEventBuffer Buffer, string Name, byte[] Bytes)> TakePieces(bool all, List<RunEventBuffer> gone)
    {
        List<(RunEventBuffer, string, byte[])> pieces = [];
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var (run, buffer) in _runs)
            {
                var ends = buffer.Users == 0 && (all || buffer.UnderWay == 0 || now - buffer.LeftAt >= _grace);
                if (all || ends || now - buffer.Since >= _oldPiece || buffer.Scheduler.WrittenCount + buffer.Requests.WrittenCount >= LargePiece)
                {
                    buffer.TakePieces(streams.Silo, now, pieces);
                }

                if (ends)
                {
                    _runs.Remove(run);
                    gone.Add(buffer);
                }
            }

            Count();
            if (_runs.Values.Any(static buffer => buffer.Since is not null || buffer.Users == 0))
            {
                Arm();
            }
        }

        streams.Refresh();
        return pieces;
    }

    private void Count()
    {
        (Wants, WantsRequests) = (SchedulerEventSet.None, false);
        foreach (var buffer in _runs.Values)
        {
            Wants |= buffer.All ? SchedulerEventSet.All : SchedulerEventSet.Jobs;
            WantsRequests |= buffer.All;
        }
    }

    // The one place with the time of the wall: what follows is seconds of the silo's own clock.
    private void Begin(ArrayBufferWriter<byte> piece, string stream, (DateTimeOffset Time, double At) opened)
    {
        using (var writer = new Utf8JsonWriter(piece))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion"u8, 1);
            writer.WriteString("stream"u8, stream);
            writer.WriteString("silo"u8, streams.Silo);
            writer.WriteString("time"u8, opened.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteNumber("at"u8, opened.At);
            writer.WriteEndObject();
        }

        piece.Write("\n"u8);
    }

    [LoggerMessage(2702, LogLevel.Warning, "Events of run {Run} could not be written; it keeps none from here on, and goes on")]
    private partial void LogNotWritten(string run, Exception exception);
}
