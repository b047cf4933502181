namespace Granary.Grains.Capacity;

/// <summary>Settings of the <c>fixed</c> estimator, section <c>Admission:Fixed</c>.</summary>
public sealed class FixedOptions
{
    /// <summary>The limit; none = the cap. Default none; 1 to 100,000.</summary>
    public int? Limit { get; set; }
}
