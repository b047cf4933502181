namespace Granary.Scheduling.Tasks;

/// <summary>The names of <see cref="TaskType"/> in ids, events and files.</summary>
public static class TaskTypeNames
{
    /// <summary>snake_case name; never renamed.</summary>
    public static string Name(this TaskType type) => type switch
    {
        TaskType.FromScratch => "from_scratch",
        TaskType.Cell => "cell",
        TaskType.Batch => "batch",
        TaskType.PreBatchProcessor => "pre_batch_processor",
        TaskType.PostBatchProcessor => "post_batch_processor",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a task type."),
    };
}
