namespace Granary.Admission;

/// <summary>A provider's model: what has a cap, one ledger, and one agent per process.</summary>
/// <param name="Provider">Provider name.</param>
/// <param name="Model">Provider's model id.</param>
public readonly record struct EndpointKey(string Provider, string Model)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Provider}/{Model}";
}
