namespace Granary.GrainRuntime.Tests.Fixture;

/// <summary>What a test needs of its cluster.</summary>
public sealed record TestClusterSettings
{
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Registers <see cref="Filters.TaggingFilter"/> at both sides.</summary>
    public bool Filters { get; init; }
}
