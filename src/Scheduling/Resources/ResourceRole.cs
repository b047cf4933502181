namespace Granary.Scheduling.Resources;

/// <summary>What a resource stands for.</summary>
internal enum ResourceRole
{
    /// <summary>Shared by whole classes of work: submission, llm_wait and further configured ones.</summary>
    Common,

    /// <summary>One endpoint or one generator.</summary>
    Particular,

    /// <summary>What a resource key takes now. Not part of a demand, so no policy shares it out.</summary>
    Key,

    /// <summary>How much of one run may be in flight. Not part of a demand either.</summary>
    Run,
}
