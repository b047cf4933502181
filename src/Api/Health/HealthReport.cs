namespace Granary.Api.Health;

/// <summary>Answer of both health routes.</summary>
/// <param name="Status"><c>ok</c>, <c>not_live</c> or <c>not_ready</c>.</param>
/// <param name="Checks">One line per thing that was looked at.</param>
internal sealed record HealthReport(string Status, IReadOnlyList<ReadinessResult> Checks);
