namespace Granary.Simulation.Runs;

/// <summary>What a provider answers, and after how long.</summary>
internal sealed record ProviderAnswer(int Status, string Body, TimeSpan After)
{
    /// <summary>No status: the connection breaks.</summary>
    public const int Broken = 0;
}
