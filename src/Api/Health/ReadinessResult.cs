namespace Granary.Api.Health;

/// <summary>What one check found.</summary>
/// <param name="Name">Constant name of the check.</param>
/// <param name="Status"><c>ok</c>, or why not, in one sentence.</param>
public sealed record ReadinessResult(string Name, string Status);
