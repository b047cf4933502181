namespace Granary.Admission.Protocol;

/// <summary>Rate credits: how far the agent's own counters may rise, and for how long. Infinity: that rate is not limited.</summary>
/// <param name="RequestsAllowed">Requests it may have admitted in all, while <c>spent + 1 &lt;= allowed</c>.</param>
/// <param name="TokensAllowed">Tokens it may have reserved in all: a call may start while <c>spent &lt; allowed</c>.</param>
/// <param name="ValidFor">Seconds, counted from the sending of the report.</param>
/// <param name="RequestsIn">When the next request credit can be had, in seconds; 0: now, or not limited.</param>
/// <param name="TokensIn">When the next token credit can be had, in seconds; 0: now, or not limited.</param>
public readonly record struct CreditGrant(
    double RequestsAllowed, double TokensAllowed, double ValidFor, double RequestsIn, double TokensIn)
{
    /// <summary>Nothing is limited.</summary>
    public static CreditGrant Unlimited { get; } = new(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, 0, 0);

    /// <summary>A rate is limited.</summary>
    public bool Limits => !double.IsPositiveInfinity(RequestsAllowed) || !double.IsPositiveInfinity(TokensAllowed);
}
