namespace Granary.Scheduling.Queueing;

/// <summary>What a judge says of the first task of a group.</summary>
internal enum HeadVerdict
{
    /// <summary>Not now; its group is passed over.</summary>
    No,

    /// <summary>This one.</summary>
    Yes,

    /// <summary>This one, if nobody gets a yes.</summary>
    IfNobody,
}
