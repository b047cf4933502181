namespace Granary.Admission.Agents;

/// <summary>How tenants share; whoever is not listed has weight 1 and pays by the permit.</summary>
internal sealed class TenantPolicies
{
    private const double TokensPerTurn = 1000;
    private readonly Dictionary<string, TenantPolicy> _policies = new(StringComparer.Ordinal);

    /// <summary>Weight of that tenant.</summary>
    public int WeightOf(string tenant) => Of(tenant).Weight;

    /// <summary>Some tenant pays by tokens, so releases have something to correct.</summary>
    public bool AnyByTokens { get; private set; }

    /// <summary>Policy of that tenant.</summary>
    public TenantPolicy Of(string tenant) => _policies.GetValueOrDefault(tenant, TenantPolicy.Default);

    /// <summary>Sets a policy, its weight clamped into its range.</summary>
    public void Set(string tenant, TenantPolicy policy)
    {
        _policies[tenant] = policy with { Weight = Math.Clamp(policy.Weight, 1, 1000) };
        AnyByTokens |= policy.ByTokens;
    }

    /// <summary>What a turn with so many tokens moves the tenant's tag by.</summary>
    public double Step(string tenant, long tokens)
    {
        var policy = Of(tenant);
        return (policy.ByTokens ? tokens / TokensPerTurn : 1) / policy.Weight;
    }
}
