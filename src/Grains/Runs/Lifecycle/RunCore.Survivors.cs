namespace Granary.Grains.Runs.Lifecycle;

/// <summary>Exactly as many good rows as were asked for: rows of fresh indexes follow in place of dropped ones.</summary>
internal sealed partial class RunCore
{
    // Fewer rows than this share survive rarely enough that twenty times the missing ones is the most to try at once.
    private const double LeastSurvival = 0.05;

    private long Asked => State.Segments.Where(static segment => !segment.Replacement).Sum(static segment => segment.Rows);

    /// <summary>Good rows beyond those asked for.</summary>
    private long Surplus => _shape.Survivors is null ? 0 : Math.Max(0, State.SealedTotals!.RowsDone - Asked);

    private string OutcomeNow => State.ShutdownCause is not null
        ? "early_shutdown"
        : _shape.Survivors is not null && State.SealedTotals!.RowsDone < Asked ? "short" : "complete";

    /// <summary>Every planned group is sealed: plans more if rows are missing and may still be tried.</summary>
    private void ReplaceDropped()
    {
        if (_shape.Survivors is not { } factor || State.ShutdownCause is not null || !_board.AllSealed)
        {
            return;
        }

        var good = State.SealedTotals!.RowsDone;
        var missing = Asked - good;
        var allowed = (long)(Asked * factor) - _plan.Rows;
        if (missing <= 0 || allowed <= 0)
        {
            return;
        }

        var survival = Math.Max((double)good / _plan.Rows, LeastSurvival);
        State.Segments.Add(new RunSegment { FirstRow = _plan.Rows, Rows = Math.Min((long)Math.Ceiling(missing / survival), allowed), Replacement = true });
        Replan();
    }

    private void Replan()
    {
        _plan = new RunPlan(State.RowGroupSize, State.Segments);
        _board.Groups = _plan.Groups;
    }
}
