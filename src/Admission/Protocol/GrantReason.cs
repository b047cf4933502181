namespace Granary.Admission.Protocol;

/// <summary>Why a grant is as it is.</summary>
public enum GrantReason
{
    /// <summary>The best share for that agent now.</summary>
    Served,

    /// <summary>The ledger has restarted and still hears who holds what; nobody grows.</summary>
    Learning,

    /// <summary>The ledger cannot write; shares are renewed only as far as written promises reach.</summary>
    StorageUnavailable,

    /// <summary>A later life of that agent is known.</summary>
    Superseded,
}
