namespace Granary.Simulation.Protocol;

/// <summary>A rule that a world breaks on purpose, to prove that the checkers notice.</summary>
internal enum BrokenRule
{
    /// <summary>None.</summary>
    None,

    /// <summary>The ledger books the newer grant at once.</summary>
    BooksNewestGrant,

    /// <summary>
    /// Nobody looks at epochs: agents obey any, and a ledger goes on though an agent has heard of a later one. Both, for each alone is enough to
    /// keep an old grant from being obeyed.
    /// </summary>
    IgnoresEpochs,

    /// <summary>Agents do not compare the clock with a share's expiry.</summary>
    IgnoresExpiry,
}
