namespace Granary.Scheduling.Dispatch;

/// <summary>The names of <see cref="TaskEnd"/> in events.</summary>
public static class TaskEndNames
{
    /// <summary>snake_case name; never renamed.</summary>
    public static string Name(this TaskEnd end) => end switch
    {
        TaskEnd.Ok => "ok",
        TaskEnd.Failed => "failed",
        TaskEnd.Skipped => "skipped",
        TaskEnd.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, "Not a task end."),
    };
}
