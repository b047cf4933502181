namespace Granary.Admission;

/// <summary>How a tenant shares with others.</summary>
/// <param name="Weight">Its part of contended permits, 1 to 1000; others count as 1.</param>
/// <param name="ByTokens">A turn costs estimated tokens / 1,000 instead of 1, corrected when the call is over.</param>
public readonly record struct TenantPolicy(int Weight = 1, bool ByTokens = false)
{
    /// <summary>Weight 1, a turn a permit.</summary>
    public static TenantPolicy Default { get; } = new(1);
}
