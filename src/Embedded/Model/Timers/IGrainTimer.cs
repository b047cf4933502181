namespace Granary.Embedded;

/// <summary>A timer of an activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>
    /// Sets it anew: infinite due time stops it, infinite period makes it fire once. Within its own callback it takes effect when the callback has finished.
    /// </summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
