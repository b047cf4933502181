namespace Granary.Grains.Simulator;

/// <summary>How long one call takes.</summary>
/// <param name="FirstByte">From admission to the first byte of a stream.</param>
/// <param name="PerToken">Between two tokens of output.</param>
internal readonly record struct SimulatorTiming(TimeSpan FirstByte, TimeSpan PerToken)
{
    private const ulong Purpose = 2;
    private const double SlowFactor = 10;

    /// <summary>
    /// Lognormal around the median, slower the fuller the provider is. Follows from the seed, the conversation, the attempt and the number of
    /// other calls being worked on.
    /// </summary>
    public static SimulatorTiming Of(SimulatorSettings settings, PromptHash prompt, int attempt, int others, bool slow)
    {
        var spread = Math.Exp(settings.Sigma * SimulatorChance.For(settings.Seed, prompt, Purpose, attempt).NextNormal());
        var factor = (1 + (settings.LoadFactor * others / settings.Limit)) * (slow ? SlowFactor : 1);
        return new(
            settings.Latency * (spread * factor),
            settings.TokensPerSecond > 0 ? TimeSpan.FromSeconds(factor / settings.TokensPerSecond) : TimeSpan.Zero);
    }

    /// <summary>From admission to a whole answer of so many tokens.</summary>
    public TimeSpan Whole(int outputTokens) => FirstByte + (PerToken * outputTokens);
}
