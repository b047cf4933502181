namespace Granary.Admission.Ledgers;

/// <summary>What one agent wants for one tenant in one band.</summary>
internal sealed class DivisionEntry(DivisionTenant tenant, int wanted)
{
    public DivisionTenant Tenant => tenant;

    public int Wanted => wanted;

    /// <summary>Its place among the tenant's entries.</summary>
    public int Place { get; set; }

    /// <summary>Permits of it, by the division of this instant: what is wanted, or what everybody gets who wants more.</summary>
    public double Part => Math.Min(wanted, tenant.Level);
}
