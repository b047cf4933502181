namespace Granary.Grains.Runs.Documents;

/// <summary>Money that a run may spend.</summary>
/// <param name="Amount">Above 0.</param>
/// <param name="Currency">ISO 4217 code.</param>
internal sealed record RunBudget(decimal Amount, string Currency);
