namespace Granary.Scheduling.RowGroups;

/// <summary>
/// Which row groups are open: at most a fixed number at once, in order of their numbers. Keeps only what is open and what is sealed out of
/// order. Not thread-safe.
/// </summary>
public sealed class RowGroupWindow
{
    private readonly RowGroupPlan _plan;
    private readonly int _window;
    private readonly SortedSet<long> _open = [];
    private readonly HashSet<long> _sealed = [];
    private long _next;

    /// <summary>Nothing open, nothing sealed.</summary>
    /// <param name="plan">The run's groups.</param>
    /// <param name="window">Groups open at once, at least 1.</param>
    public RowGroupWindow(RowGroupPlan plan, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        _plan = plan;
        _window = window;
    }

    /// <summary>Groups open now, ascending.</summary>
    public IReadOnlyCollection<long> Open => _open;

    /// <summary>Groups sealed.</summary>
    public long Sealed { get; private set; }

    /// <summary>While true no group is opened: the run is pausing, or shuts down early.</summary>
    public bool Held { get; set; }

    /// <summary>Every group is sealed.</summary>
    public bool IsFinished => Sealed == _plan.Count;

    /// <summary>Opens the next group if there is a place and a group for it.</summary>
    public bool TryOpen(out RowGroupSpan group)
    {
        while (_sealed.Remove(_next))
        {
            _next++;
        }

        group = default;
        if (Held || _open.Count >= _window || _next >= _plan.Count)
            return false;

        group = _plan.Group(_next);
        _open.Add(_next++);
        return true;
    }

    /// <summary>A group is sealed: one that was open, or one found sealed on resume before it was opened. Sealing twice is no error.</summary>
    public void Seal(long number)
    {
        _ = _plan.Group(number);
        if (_open.Remove(number))
        {
            Sealed++;
            return;
        }

        if (number == _next)
            _next++;
        else if (number < _next || !_sealed.Add(number))
            return;

        Sealed++;
    }
}
