namespace Granary.Grains.Runs.Progress;

/// <summary>Which row groups of a plan are sealed, open or still to come. One bit per sealed group. Not thread-safe.</summary>
internal sealed class GroupBoard
{
    private readonly SortedDictionary<long, OpenGroup> _open = [];
    private readonly List<ulong> _sealed = [];
    private long _firstUnsealed;

    public GroupBoard(long groups) => Groups = groups;

    /// <summary>All groups of the plan; rises when the run is extended.</summary>
    public long Groups { get; set; }

    public long Sealed { get; private set; }

    /// <summary>Open groups, by number.</summary>
    public IReadOnlyCollection<OpenGroup> Open => _open.Values;

    public bool AllSealed => Sealed == Groups;

    public OpenGroup? Find(long group) => _open.GetValueOrDefault(group);

    public bool IsSealed(long group) => group / 64 < _sealed.Count && (_sealed[(int)(group / 64)] & (1UL << (int)(group % 64))) != 0;

    /// <summary>The lowest group that is neither sealed nor open, or null.</summary>
    public long? Next()
    {
        while (_firstUnsealed < Groups && IsSealed(_firstUnsealed))
        {
            _firstUnsealed++;
        }

        for (var group = _firstUnsealed; group < Groups; group++)
        {
            if (!_open.ContainsKey(group) && !IsSealed(group))
            {
                return group;
            }
        }

        return null;
    }

    public void Add(OpenGroup group) => _open.Add(group.Number, group);

    public void Close(long group) => _open.Remove(group);

    public void Seal(long group)
    {
        _open.Remove(group);
        while (_sealed.Count <= group / 64)
        {
            _sealed.Add(0);
        }

        if (!IsSealed(group))
        {
            _sealed[(int)(group / 64)] |= 1UL << (int)(group % 64);
            Sealed++;
        }
    }

    /// <summary>Its part is gone: the group is to be made again.</summary>
    public void Unseal(long group)
    {
        if (IsSealed(group))
        {
            _sealed[(int)(group / 64)] &= ~(1UL << (int)(group % 64));
            Sealed--;
            _firstUnsealed = Math.Min(_firstUnsealed, group);
        }
    }
}
