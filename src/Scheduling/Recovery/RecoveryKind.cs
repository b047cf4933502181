namespace Granary.Scheduling.Recovery;

/// <summary>What becomes of a failed task.</summary>
public enum RecoveryKind
{
    /// <summary>Set aside until its row group stalls.</summary>
    Deferred,

    /// <summary>Set aside until an instant; as often as needed.</summary>
    Preserved,

    /// <summary>Its row is given up.</summary>
    DropRow,

    /// <summary>All rows of its group are given up.</summary>
    DropGroup,
}
