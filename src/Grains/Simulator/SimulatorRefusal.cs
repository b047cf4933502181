namespace Granary.Grains.Simulator;

/// <summary>Why the simulated provider answers 429.</summary>
/// <param name="What">The limit that was reached, in words.</param>
/// <param name="Type">The error's type as providers name it: that of a bucket (<c>requests</c>, <c>tokens</c>) for a limit per minute alone.</param>
/// <param name="Until">When there is room again, where that is known.</param>
internal sealed record SimulatorRefusal(string What, string Type, TimeSpan? Until)
{
    /// <summary>The type of a refusal that is about no bucket.</summary>
    public const string General = "rate_limit_error";
}
