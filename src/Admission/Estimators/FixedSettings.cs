namespace Granary.Admission.Estimators;

/// <summary>Validated settings of <c>fixed</c>.</summary>
public sealed record FixedSettings
{
    /// <summary>The limit; null: the cap.</summary>
    public int? Limit { get; init; }
}
