namespace Granary.Admission.Protocol;

/// <summary>Rate fields that an agent saw last on its provider's answers. Negative: not seen since the last answered report.</summary>
/// <param name="RequestLimit">Requests per minute that the provider allows; the cap where none is configured.</param>
/// <param name="RequestsRemaining">Requests left.</param>
/// <param name="TokenLimit">Tokens per minute that the provider allows.</param>
/// <param name="TokensRemaining">Tokens left.</param>
public readonly record struct RateSeen(double RequestLimit, double RequestsRemaining, double TokenLimit, double TokensRemaining)
{
    /// <summary>Nothing was seen.</summary>
    public static RateSeen None { get; } = new(-1, -1, -1, -1);
}
