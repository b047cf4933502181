using System.Buffers;
using Granary.Grains.Runs.Output;
using Granary.Scheduling.Events;

namespace Granary.Grains.Events;

/// <summary>Events of one run on their way to the artifact store. Guarded by its owner's lock.</summary>
/// <param name="run">Run id.</param>
/// <param name="all">Every kind is kept, not only beginnings and ends.</param>
internal sealed class RunEventBuffer(string run, bool all)
{
    private static readonly HashSet<string> _jobs =
        [.. Enum.GetValues<SchedulerEventKind>().Where(static kind => SchedulerEventSet.Jobs.Has(kind)).Select(static kind => kind.Name())];

    private int _pieces;

    public string Run => run;

    public bool All => all;

    public ArrayBufferWriter<byte> Scheduler { get; } = new();

    public ArrayBufferWriter<byte> Requests { get; } = new();

    /// <summary>Who adds to it.</summary>
    public int Users { get; set; }

    /// <summary>When the oldest event that is not written came; null: there is none.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>A piece could not be written: no more are kept.</summary>
    public bool Broken { get; set; }

    public bool Wants(StreamEvent e) => !Broken && (all || (e.Stream == StreamEvent.Scheduler && _jobs.Contains(e.Kind)));

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
