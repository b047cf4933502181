namespace Granary.Grains.Runs.Processors;

/// <summary>Stages as documents and messages spell them.</summary>
internal static class ProcessorStageNames
{
    /// <summary>The field of <c>processors</c>.</summary>
    public static string Name(this ProcessorStage stage) => stage switch
    {
        ProcessorStage.PreBatch => "preBatch",
        ProcessorStage.PostBatch => "postBatch",
        ProcessorStage.After => "after",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Not a stage of processors."),
    };
}
