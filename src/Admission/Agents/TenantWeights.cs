namespace Granary.Admission.Agents;

/// <summary>Weights of tenants, 1 to 1000; whoever is not listed has 1.</summary>
internal sealed class TenantWeights
{
    private readonly Dictionary<string, int> _weights = new(StringComparer.Ordinal);

    /// <summary>Weight of that tenant.</summary>
    public int Of(string tenant) => _weights.GetValueOrDefault(tenant, 1);

    /// <summary>Sets a weight, clamped into its range.</summary>
    public void Set(string tenant, int weight) => _weights[tenant] = Math.Clamp(weight, 1, 1000);
}
