namespace Granary.Admission.Buckets;

/// <summary>Tokens charged to input and to output.</summary>
public readonly record struct TokenCost(double Input, double Output)
{
    /// <summary>Both.</summary>
    public double Total => Input + Output;
}
