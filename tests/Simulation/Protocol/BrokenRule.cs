namespace Granary.Simulation.Protocol;

/// <summary>A rule that a world breaks on purpose, to prove that the checkers notice.</summary>
internal enum BrokenRule
{
    /// <summary>None.</summary>
    None,

    /// <summary>The ledger books the newer grant at once.</summary>
    BooksNewestGrant,

    /// <summary>Agents obey any epoch.</summary>
    ObeysAnyEpoch,

    /// <summary>Agents do not compare the clock with a share's expiry.</summary>
    IgnoresExpiry,
}
