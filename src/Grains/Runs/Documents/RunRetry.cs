namespace Granary.Grains.Runs.Documents;

/// <summary>What happens to cells that fail in a way that may pass.</summary>
/// <param name="SalvageRounds">How often a deferred task re-enters, at least 1.</param>
/// <param name="Patience">How long one alias may be unusable without a single success.</param>
/// <param name="OnExhausted">Then <c>pause</c>, <c>fail</c> or <c>drop</c> the rows.</param>
internal sealed record RunRetry(int SalvageRounds, TimeSpan Patience, string OnExhausted);
