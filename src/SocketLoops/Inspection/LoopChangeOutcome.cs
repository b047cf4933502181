namespace Granary.SocketLoops.Inspection;

/// <summary>What became of a change of settings.</summary>
public enum LoopChangeOutcome
{
    /// <summary>In force.</summary>
    Changed,

    /// <summary>The setting is fixed while the loops run. Label <c>needs_restart</c>.</summary>
    NeedsRestart,

    /// <summary>The value cannot be used.</summary>
    Invalid,
}
