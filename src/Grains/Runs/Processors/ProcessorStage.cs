namespace Granary.Grains.Runs.Processors;

/// <summary>When a processor looks at rows.</summary>
internal enum ProcessorStage
{
    /// <summary>After the seeds and samplers of a row group, before everything else; it may drop rows.</summary>
    PreBatch,

    /// <summary>When every live row of a row group is complete, before its part is written; the number of rows stays.</summary>
    PostBatch,

    /// <summary>When every row group is sealed, over the whole result; it may drop rows. The raw parts stay.</summary>
    After,
}
