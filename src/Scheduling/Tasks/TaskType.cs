namespace Granary.Scheduling.Tasks;

/// <summary>What a task makes.</summary>
public enum TaskType
{
    /// <summary>All rows of a row group out of nothing.</summary>
    FromScratch,

    /// <summary>One column of one row.</summary>
    Cell,

    /// <summary>One column of all live rows of a row group.</summary>
    Batch,

    /// <summary>What runs over a row group after its seeds and samplers, before anything else.</summary>
    PreBatchProcessor,

    /// <summary>What runs over a complete row group before it is written.</summary>
    PostBatchProcessor,
}
