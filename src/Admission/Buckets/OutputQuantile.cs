namespace Granary.Admission.Buckets;

/// <summary>
/// Tokens that nine of ten answers do not exceed: rises by nine parts and falls by one of a step that is a share of itself, so it settles
/// where one answer of ten is above. Follows a change within some hundred answers.
/// </summary>
internal sealed class OutputQuantile
{
    private const double Quantile = 0.9;
    private const double Step = 0.05;
    private const double First = 256;

    /// <summary>Before the first answer a guess.</summary>
    public double Value { get; private set; } = First;

    public void Add(double tokens)
    {
        var step = Step * Math.Max(1, Value);
        Value = Math.Max(1, tokens > Value ? Value + (Quantile * step) : Value - ((1 - Quantile) * step));
    }
}
