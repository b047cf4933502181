namespace Granary.Executors;

/// <summary>What happens to a task that finds every place of its pool taken.</summary>
public enum ExecutorOverflow
{
    /// <summary>It waits outside, in arrival order, until its caller gives up.</summary>
    Wait,

    /// <summary>It is refused at once.</summary>
    Fail,

    /// <summary>It waits outside up to the overflow timeout, and is then refused.</summary>
    Timed,
}
