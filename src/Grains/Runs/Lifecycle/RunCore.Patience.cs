using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>How long a run bears an alias that refuses everything.</summary>
internal sealed partial class RunCore
{
    private void CheckPatience(DateTimeOffset now)
    {
        var totals = Totals();
        foreach (var alias in _shape.Aliases)
        {
            long done = 0;
            for (var i = 0; i < _shape.Columns.Length; i++)
            {
                done += _shape.Columns[i].Alias == alias ? totals.Columns[i].Done : 0;
            }

            // Counts that were there when the run woke up say nothing about when they came: they count as of now.
            if (!_successes.TryGetValue(alias, out var last) || last.Done != done)
            {
                _successes[alias] = last = (done, done == 0 ? DateTimeOffset.MinValue : now);
            }

            var trouble = _board.Open.SelectMany(static g => g.Troubles).Where(t => t.Alias == alias).MaxBy(static t => t.Since);
            if (trouble is null || State.State != RunState.Running)
            {
                continue;
            }

            var since = trouble.Since > last.At ? trouble.Since : last.At;
            if (now - since >= _shape.Retry.Patience)
            {
                GiveUp(trouble, since, now);
            }
        }
    }

    private void GiveUp(AliasTrouble trouble, DateTimeOffset since, DateTimeOffset now)
    {
        var detail = $"alias {trouble.Alias} had no success since {since:O}, last refusal: {trouble.Kind} (retry.patience {_shape.Retry.Patience})";
        switch (_shape.Retry.OnExhausted)
        {
            case "pause":
                Halt($"provider_exhausted: {detail}", now);
                break;
            case "fail":
                Fail("provider_exhausted", detail, now);
                break;
            default:
                // "drop": the row groups drop the rows that wait for it; the run goes on with the others.
                break;
        }
    }

    private RowGroupTotals Totals()
    {
        var totals = State.SealedTotals!;
        foreach (var (number, open) in State.OpenTotals)
        {
            if (_board.Find(number)?.Totals is null)
            {
                totals = Progress.TotalsMath.Add(totals, open);
            }
        }

        foreach (var group in _board.Open)
        {
            if (group.Totals is { } open)
            {
                totals = Progress.TotalsMath.Add(totals, open);
            }
        }

        return totals;
    }
}
