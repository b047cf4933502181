namespace Granary.Embedded.Simulation;

/// <summary>A fault for the next ones that match.</summary>
internal sealed class PlannedFault<T>(Func<T, bool>? which, int count, TimeSpan by = default)
{
    private int _left = count;

    public TimeSpan By { get; } = by;

    /// <summary>True, and one fewer left, when it hits.</summary>
    public bool Hits(T candidate)
    {
        if (_left == 0 || (which is not null && !which(candidate)))
        {
            return false;
        }

        _left--;
        return true;
    }
}
