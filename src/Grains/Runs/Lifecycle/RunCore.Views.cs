using System.Collections.Immutable;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Output;
using Granary.Grains.Runs.Profiles;
using Granary.Grains.Runs.Progress;
using Granary.Scheduling.Windows;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>What a run shows of itself.</summary>
internal sealed partial class RunCore
{
    /// <summary>The view of this moment.</summary>
    /// <param name="id">Id of the run.</param>
    /// <param name="locate">Where an artifact can be found.</param>
    /// <param name="now">This instant.</param>
    public RunView View(string id, Func<string, string> locate, DateTimeOffset now)
    {
        var totals = Totals();
        var finished = State.State == RunState.Completed;
        return new RunView(
            id,
            State.Name,
            _submission.Tenant,
            State.State,
            State.Outcome,
            State.Since,
            State.CreatedAt,
            _shape.Band,
            _shape.Labels,
            State.Reason,
            Rows(totals),
            Cells(totals),
            _progress.Rate(),
            State.State == RunState.Running ? _progress.Eta(totals, _plan.Rows, now) : null,
            totals.Usage,
            Columns(totals),
            totals.Failures,
            new RunGroups(_board.Open.Count, WindowNow, _board.Sealed, _board.Groups, _windowReason?.Name()),
            State.State == RunState.Running ? _progress.LimitedBy() : null,
            _shape.Aliases,
            State.Sealed.Count == 0 ? null : locate(finished ? RunFiles.Result(id, State.Name, _shape.Output) : RunFiles.Parts(id)),
            CostEstimate.Of(_shape, totals, _plan.Rows),
            RetriesNow);
    }

    /// <summary>What the result consists of now.</summary>
    public RunManifest Manifest(string id)
    {
        var totals = Totals();
        var files = State.State == RunState.Completed && totals.RowsDropped > 0
            ? [RunFiles.Dropped(id)]
            : State.Sealed.Select(static s => s.DroppedFile).OfType<string>().ToImmutableArray();
        return new RunManifest(
            id,
            State.Name,
            State.Fingerprint,
            _shape.RandomSeed,
            State.State,
            State.Outcome,
            State.Processed is null ? _shape.PartOutput.Format : _shape.Output.Format,
            _shape.Output.Gzip,
            State.Processed is null ? _shape.Written : _shape.After!.Columns,
            State.Processed is { } made ? [made] : RawParts,
            files,
            Rows(totals),
            totals.Usage,
            ProfileMath.Show(_shape.Written, State.Profile),
            State.Processed?.Rows ?? (State.SealedTotals!.RowsDone - Surplus),
            State.ProcessingStarted is { } started ? new RunProcessing(started, State.ProcessingCompleted, RawParts) : null);
    }

    private ImmutableArray<RunPart> RawParts => [.. State.Sealed.Select(static s => s.Part).OfType<RunPart>()];

    /// <summary>A row group's part of the run, as it is told when it opens.</summary>
    public RowGroupAssignment Assignment(string id, long group, RowGroupOrder order)
    {
        var (firstRow, rows) = _plan.Group(group);
        return new RowGroupAssignment(id, State.Epoch, group, firstRow, rows, _submission, State.CreatedAt, order);
    }

    /// <summary>What a document must agree with to continue this run.</summary>
    public RunPlanView PlanView() => new(State.Fingerprint, State.RowGroupSize, Asked, State.State, State.Outcome, State.Since);

    /// <summary>What watchers are told each second.</summary>
    public object ProgressData(string id, Func<string, string> locate, DateTimeOffset now)
    {
        var view = View(id, locate, now);
        return new { view.Rows, view.Cells, view.Rate, view.Eta, view.Usage, view.Cost, view.Columns, view.Failures, view.Groups, view.LimitedBy };
    }

    private RunRows Rows(RowGroupTotals totals)
    {
        var sealedRows = State.SealedTotals!.RowsDone;
        var open = _board.Open.Sum(static g => g.Rows - (g.Totals?.RowsDropped ?? 0));
        return new RunRows(Asked, sealedRows - Surplus, totals.RowsDropped, Surplus, open);
    }

    private static RunCells Cells(RowGroupTotals totals)
    {
        var cells = new RunCells(0, 0, 0, 0, 0, 0);
        foreach (var column in totals.Columns)
        {
            cells = new RunCells(
                cells.Done + column.Done,
                cells.InFlight + column.InFlight,
                cells.Queued + column.Queued,
                cells.Deferred + column.Deferred,
                cells.Skipped + column.Skipped,
                cells.Failed + column.Failed);
        }

        return cells;
    }

    private ImmutableArray<RunColumnView> Columns(RowGroupTotals totals)
    {
        var columns = ImmutableArray.CreateBuilder<RunColumnView>(_shape.Columns.Length);
        for (var i = 0; i < _shape.Columns.Length; i++)
        {
            var (column, counts) = (_shape.Columns[i], totals.Columns[i]);
            columns.Add(new RunColumnView(
                column.Name,
                column.Kind,
                counts.Done,
                counts.InFlight,
                counts.Deferred,
                counts.Failed,
                counts.Skipped,
                column.Alias is null ? 0 : _progress.MedianMilliseconds(i, _board.Open),
                counts.Usage,
                CostEstimate.Column(_shape, i, counts)));
        }

        return columns.MoveToImmutable();
    }
}
