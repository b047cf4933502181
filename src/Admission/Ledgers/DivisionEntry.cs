namespace Granary.Admission.Ledgers;

/// <summary>What one agent wants for one tenant in one band.</summary>
internal readonly record struct DivisionEntry(DivisionTenant Tenant, int Wanted);
