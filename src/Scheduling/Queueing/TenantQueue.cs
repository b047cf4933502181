using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Queueing;

/// <summary>One tenant's groups in one band, with the tenant's own place among its peers.</summary>
internal sealed class TenantQueue(BandQueue band, string name, int maxIdleTags) : Turn
{
    private readonly Dictionary<DemandShape, Lane> _lanes = [];
    private readonly List<LaneSet> _sets = [];

    public BandQueue Band => band;

    public string Name => name;

    /// <summary>At least 1. Taken from the run whenever the tenant gets work after having none.</summary>
    public int Weight { get; set; } = 1;

    public int Queued { get; set; }

    /// <summary>Groups that are known here. The tenant rests when there is none.</summary>
    public int Groups { get; set; }

    public TurnClock Clock { get; } = new(maxIdleTags);

    public List<LaneSet> Sets => _sets;

    public IEnumerable<Lane> Lanes => _lanes.Values;

    public Lane LaneOf(DemandShape shape)
    {
        if (_lanes.TryGetValue(shape, out var lane))
            return lane;

        var set = _sets.Find(known => ReferenceEquals(known.Class, shape.Class));
        if (set is null)
            _sets.Add(set = new LaneSet(shape.Class));

        lane = new Lane(set, shape);
        _lanes.Add(shape, lane);
        return lane;
    }

    /// <summary>Forgets lanes of shapes that are no more.</summary>
    public void Prune()
    {
        foreach (var (shape, lane) in _lanes)
        {
            if (shape.Retired && lane.Groups.Count == 0)
                _lanes.Remove(shape);
        }

        _sets.RemoveAll(set => set.Lanes.Count == 0 && !_lanes.Keys.Any(shape => ReferenceEquals(shape.Class, set.Class)));
    }
}
