using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Queueing;

/// <summary>
/// The groups of one tenant whose heads have one shape, in turn. Its own turn is that of its first group. While the shape lacks something of
/// its own the lane is parked and no walk meets it.
/// </summary>
internal sealed class Lane(LaneSet home, DemandShape shape) : Turn, IParked
{
    private bool _parked;

    public DemandShape Shape => shape;

    public TurnHeap Groups { get; } = new();

    public void Add(FlowGroup group)
    {
        Groups.Add(group);
        Refresh();
    }

    public void Remove(FlowGroup group)
    {
        Groups.Remove(group);
        Refresh();
    }

    /// <summary>The group's tag has changed.</summary>
    public void Update(FlowGroup group)
    {
        Groups.Update(group);
        Refresh();
    }

    /// <summary>Met while the shape lacks something: not to be met again until it has it.</summary>
    public void Park()
    {
        _parked = true;
        home.Lanes.Remove(this);
        shape.Park(this);
    }

    public void Unpark()
    {
        _parked = false;
        Refresh();
    }

    private void Refresh()
    {
        if (Groups.Count > 0)
        {
            Tag = Groups[0].Tag;
            Activation = Groups[0].Activation;
        }

        if (_parked)
            return;

        if (Groups.Count == 0)
        {
            if (Place >= 0)
                home.Lanes.Remove(this);
        }
        else if (Place >= 0)
        {
            home.Lanes.Update(this);
        }
        else
        {
            home.Lanes.Add(this);
        }
    }
}
