namespace Granary.Scheduling.Leases;

/// <summary>The names of <see cref="TaskReleaseResult"/> in events.</summary>
public static class TaskReleaseResultNames
{
    /// <summary>snake_case name; never renamed.</summary>
    public static string Name(this TaskReleaseResult result) => result switch
    {
        TaskReleaseResult.Released => "released",
        TaskReleaseResult.WrongGeneration => "wrong_generation",
        TaskReleaseResult.StaleLease => "stale_lease",
        TaskReleaseResult.Duplicate => "duplicate",
        TaskReleaseResult.UnknownLease => "unknown_lease",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "Not a release result."),
    };
}
