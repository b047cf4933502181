using System.Buffers;
using Granary.Grains.Runs.Output;
using Granary.Scheduling.Events;

namespace Granary.Grains.Events;

/// <summary>Events of one run on their way to the artifact store. Guarded by its owner's lock.</summary>
/// <param name="run">Run id.</param>
/// <param name="all">Every kind is kept, not only beginnings and ends.</param>
/// <param name="opened">An instant on both clocks, of the wall and of the silo. One for all pieces: what was read twice would differ, and put the streams out of step.</param>
internal sealed class RunEventBuffer(string run, bool all, (DateTimeOffset Time, double At) opened)
{
    private static readonly HashSet<string> _jobs =
        [.. Enum.GetValues<SchedulerEventKind>().Where(static kind => SchedulerEventSet.Jobs.Has(kind)).Select(static kind => kind.Name())];

    private static readonly HashSet<string> _queueKinds =
        [.. new[] { SchedulerEventKind.QueueEmpty, SchedulerEventKind.QueueDrained, SchedulerEventKind.AdmissionBlocked, SchedulerEventKind.GroupCapped }.Select(static kind => kind.Name())];

    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private int _pieces;

    public string Run => run;

    public bool All => all;

    public (DateTimeOffset Time, double At) Opened => opened;

    public ArrayBufferWriter<byte> Scheduler { get; } = new();

    public ArrayBufferWriter<byte> Requests { get; } = new();

    /// <summary>Who adds to it.</summary>
    public int Users { get; set; }

    /// <summary>When the last of them left.</summary>
    public DateTimeOffset LeftAt { get; set; }

    /// <summary>When the oldest event that is not written came; null: there is none.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>A piece could not be written: no more are kept.</summary>
    public bool Broken { get; set; }

    /// <summary>Executions and attempts whose last event has not come yet; they may outlive the last user by a moment.</summary>
    public int UnderWay => _underWay.Count;

    /// <summary>Completes when everything of the run is written and nothing more is expected on this silo.</summary>
    public Task Settled => _settled.Task;

    public void Settle() => _settled.TrySetResult();

    /// <summary>
    /// Whether the event is kept. Of what belongs to no run: how the dispatcher's queue stands, and what happens at endpoints that the run has called.
    /// </summary>
    public bool Wants(StreamEvent e)
    {
        if (Broken || (!all && (e.Stream != StreamEvent.Scheduler || !_jobs.Contains(e.Kind))))
        {
            return false;
        }

        return e.Correlation is { } belongs
            ? belongs.RunId == run
            : all && (e.Stream == StreamEvent.Scheduler ? _queueKinds.Contains(e.Kind) : e.ResourceKey is { } key && _keys.Contains(key));
    }

    /// <summary>The event is one of those kept: what follows from it for others.</summary>
    public void Follow(StreamEvent e)
    {
        if (!all || e.Correlation is null)
        {
            return;
        }

        if (e.Stream == StreamEvent.Requests && e.ResourceKey is { } key)
        {
            _keys.Add(key);
        }

        switch (e.Kind)
        {
            case "task_lease_acquired" when e.Correlation.TaskExecutionId is { } execution:
                _underWay.Add(execution);
                break;
            case "task_lease_released" when e.Correlation.TaskExecutionId is { } execution:
                _underWay.Remove(execution);
                break;
            case "request_wait_started" when e.RequestAttemptId is { } attempt:
                _underWay.Add(attempt);
                break;
            case "model_request_completed" or "request_wait_timeout" or "request_wait_cancelled" or "request_acquire_denied" when e.RequestAttemptId is { } attempt:
                _underWay.Remove(attempt);
                break;
        }
    }

    /// <summary>Takes out what there is, with the names to write it under.</summary>
    public void TakePieces(string silo, DateTimeOffset now, List<(RunEventBuffer Buffer, string Name, byte[] Bytes)> pieces)
    {
        foreach (var (stream, piece) in new[] { (StreamEvent.Scheduler, Scheduler), (StreamEvent.Requests, Requests) })
        {
            if (piece.WrittenCount > 0)
            {
                pieces.Add((this, RunFiles.Events(run, stream, silo, now, ++_pieces), piece.WrittenSpan.ToArray()));
                piece.Clear();
            }
        }

        Since = null;
    }
}
