using Granary.Admission;

namespace Granary.Scheduling.Resources;

/// <summary>What a resource key takes now, as its agent said last.</summary>
internal sealed class KeyCapacity
{
    private readonly List<KeyCapacity> _touched;
    private int _permits;
    private bool _isTouched;

    /// <param name="key">The key.</param>
    /// <param name="gate">A resource of as many units as tasks with this key may hold leases.</param>
    /// <param name="permits">What counts until the agent has spoken: one, so that the first task can ask for more.</param>
    /// <param name="touched">Gets this when its number of queued tasks moves away from the one reported.</param>
    public KeyCapacity(ResourceKey key, Resource gate, int permits, List<KeyCapacity> touched)
    {
        _touched = touched;
        Key = key;
        Gate = gate;
        _permits = permits;
        gate.SetStaticLimit(permits);
    }

    public ResourceKey Key { get; }

    public Resource Gate { get; }

    /// <summary>Instant at which a block ends by itself, in seconds; null: not blocked, or nobody knows.</summary>
    public double? BlockedUntil { get; private set; }

    /// <summary>Number of queued tasks that was reported outside last.</summary>
    public int ReportedQueued { get; private set; }

    /// <summary>One queued task more, or fewer.</summary>
    public void CountQueued(int tasks)
    {
        Gate.Queued += tasks;
        if (_isTouched)
            return;

        _isTouched = true;
        _touched.Add(this);
    }

    /// <summary>The number has been told. False: it is what it was.</summary>
    public bool Report()
    {
        _isTouched = false;
        if (ReportedQueued == Gate.Queued)
            return false;

        ReportedQueued = Gate.Queued;
        return true;
    }

    /// <summary>Permits of 0 without an instant mean closed until told otherwise.</summary>
    public void Told(int permits, double? blockedUntil, double now)
    {
        _permits = Math.Max(0, permits);
        BlockedUntil = blockedUntil > now ? blockedUntil : null;
        if (blockedUntil is not null)
            _permits = Math.Max(1, _permits);

        Gate.SetStaticLimit(BlockedUntil is null ? _permits : 0);
    }

    /// <summary>A block that has run out opens for at least one task, which makes the agent ask and tell the rest.</summary>
    public void Pass(double now)
    {
        if (!(BlockedUntil <= now))
            return;

        BlockedUntil = null;
        Gate.SetStaticLimit(_permits);
    }
}
