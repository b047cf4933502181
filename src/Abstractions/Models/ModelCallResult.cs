namespace Granary.Abstractions.Models;

/// <summary>How a call ended. Exactly one of <see cref="Answer"/> and <see cref="Failure"/> is set.</summary>
/// <param name="Answer">The provider's complete answer.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Attempts">Calls really sent to the provider, at least 0.</param>
/// <param name="Waited">Time spent waiting for permits, over all attempts.</param>
/// <param name="Usage">Tokens over all attempts, as reported by the provider.</param>
/// <param name="RateLimited">How many of the attempts were refused for load.</param>
public sealed record ModelCallResult(
    ModelAnswer? Answer, ModelCallFailure? Failure, int Attempts, TimeSpan Waited, TokenUsage Usage, int RateLimited = 0)
{
    /// <summary>The call was answered.</summary>
    public bool Succeeded => Answer is not null;
}
