namespace Granary.Admission;

/// <summary>Which number held an item back.</summary>
public enum DenialBinding
{
    /// <summary>None did.</summary>
    None,

    /// <summary>The limit in force.</summary>
    Limit,

    /// <summary>The configured cap of the key.</summary>
    Cap,

    /// <summary>The share this process may use by itself.</summary>
    Share,

    /// <summary>The part of that share its tenant may use.</summary>
    TenantShare,

    /// <summary>The endpoint's cap over all domains.</summary>
    Aggregate,

    /// <summary>Permits come back step by step after a block.</summary>
    Opening,

    /// <summary>Requests per minute.</summary>
    Requests,

    /// <summary>Tokens per minute.</summary>
    Tokens,
}
