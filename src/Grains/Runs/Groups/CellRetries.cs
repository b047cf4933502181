using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Groups;

/// <summary>
/// Failed cells that may be tried again. A retryable failure is put aside; when its column has nothing with the dispatcher any more, its cells
/// re-enter, each at most <c>salvageRounds</c> times. A preserved failure (rate limit, queue time-out) uses up no round and re-enters after its
/// cooldown. Re-entries of the group are bounded by 50 + 20 % of its cells, preserved ones by the run's patience instead. Pure; not thread-safe.
/// </summary>
internal sealed class CellRetries(int salvageRounds, long cells)
{
    private static readonly TimeSpan _least = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<int, CellRetry> _failed = [];
    private readonly long _budget = 50 + (cells / 5);
    private long _salvaged;

    /// <summary>Tries of a cell so far that did not succeed.</summary>
    public int Attempts(int cell) => _failed.TryGetValue(cell, out var retry) ? retry.Attempts : 0;

    /// <summary>An earlier session tried this cell.</summary>
    public void Remember(int cell, bool preserved)
    {
        var retry = Of(cell);
        retry.Attempts++;
        retry.Rounds += preserved ? 0 : 1;
        _salvaged += preserved ? 0 : 1;
    }

    /// <summary>Whether this failure would be put aside; null: yes, else the reason for which its row is dropped.</summary>
    public string? Judge(int cell, StepFailure failure)
    {
        if (!failure.Retryable && !failure.Preserved)
        {
            return failure.Kind == StepFailureKinds.InvalidOutput ? "invalid_output" : "failed";
        }

        if (failure.Preserved)
        {
            return null;
        }

        var rounds = _failed.TryGetValue(cell, out var retry) ? retry.Rounds : 0;
        return rounds >= salvageRounds ? "failed" : _salvaged >= _budget ? "retry_budget" : null;
    }

    /// <summary>Puts a cell aside.</summary>
    public void Defer(int cell, int column, StepFailure failure, DateTimeOffset now)
    {
        var retry = Of(cell);
        retry.Attempts++;
        retry.Column = column;
        retry.Waiting = true;
        retry.Preserved = failure.Preserved;
        retry.Rounds += failure.Preserved ? 0 : 1;
        _salvaged += failure.Preserved ? 0 : 1;
        var pause = failure.RetryAfter ?? TimeSpan.Zero;
        retry.NotBefore = now + (failure.Preserved && pause < _least ? _least : pause);
        Waiting.Add(cell);
    }

    /// <summary>Cells put aside.</summary>
    public SortedSet<int> Waiting { get; } = [];

    /// <summary>The cell's row went, or the cell re-entered.</summary>
    public void Release(int cell)
    {
        if (_failed.TryGetValue(cell, out var retry))
        {
            retry.Waiting = false;
        }

        Waiting.Remove(cell);
    }

    /// <summary>Cells that re-enter now. <paramref name="busy"/> tells whether a column has tasks with the dispatcher.</summary>
    public List<int> Due(Func<int, bool> busy, DateTimeOffset now)
    {
        var due = new List<int>();
        foreach (var cell in Waiting)
        {
            var retry = _failed[cell];
            if (retry.NotBefore <= now && (retry.Preserved || !busy(retry.Column)))
            {
                due.Add(cell);
            }
        }

        return due;
    }

    /// <summary>When time alone lets the next cell re-enter; null when none waits for time.</summary>
    public DateTimeOffset? Next(Func<int, bool> busy)
    {
        DateTimeOffset? next = null;
        foreach (var cell in Waiting)
        {
            var retry = _failed[cell];
            if ((retry.Preserved || !busy(retry.Column)) && (next is null || retry.NotBefore < next))
            {
                next = retry.NotBefore;
            }
        }

        return next;
    }

    private CellRetry Of(int cell)
    {
        if (!_failed.TryGetValue(cell, out var retry))
        {
            _failed[cell] = retry = new CellRetry();
        }

        return retry;
    }
}
