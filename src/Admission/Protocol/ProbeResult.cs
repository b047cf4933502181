namespace Granary.Admission.Protocol;

/// <summary>What became of the cluster's half-open probe at the agent that has it.</summary>
public enum ProbeResult
{
    /// <summary>The agent has no probe.</summary>
    None,

    /// <summary>It has the permit, or its call is out.</summary>
    Pending,

    /// <summary>The provider accepted the call.</summary>
    Accepted,

    /// <summary>The provider answered, and refused for load: it is there.</summary>
    Refused,

    /// <summary>The call failed.</summary>
    Failed,

    /// <summary>Nothing was learned: nobody wanted it any more, or the call was cancelled.</summary>
    Unused,
}
