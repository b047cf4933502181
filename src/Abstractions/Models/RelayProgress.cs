namespace Granary.Abstractions.Models;

/// <summary>What the caller is told beside the answer.</summary>
/// <param name="Provider">Provider that answered.</param>
/// <param name="Attempts">Calls sent so far.</param>
/// <param name="Waited">Time spent waiting for permits.</param>
/// <param name="UpstreamRequestId">The provider's own request id, if it sent one.</param>
public sealed record RelayProgress(string Provider, int Attempts, TimeSpan Waited, string? UpstreamRequestId);
