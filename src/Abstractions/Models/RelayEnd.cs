namespace Granary.Abstractions.Models;

/// <summary>How a relay ended, as seen by the caller.</summary>
public enum RelayEnd
{
    /// <summary>Everything was relayed, the provider's own error answers included.</summary>
    Relayed,

    /// <summary>Everything was relayed; the missing end marker of a finished stream was added.</summary>
    Repaired,

    /// <summary>No permit was given; the sink was not started.</summary>
    Denied,

    /// <summary>The provider failed; the sink was not started, so the caller gets an error answer.</summary>
    Failed,

    /// <summary>The provider failed in the middle of the answer; the caller gets an error event and the connection is cut.</summary>
    Cut,
}
