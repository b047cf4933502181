namespace Granary.Admission;

/// <summary>An endpoint and a domain: what has a limit of its own.</summary>
/// <param name="Provider">Provider name.</param>
/// <param name="Model">Provider's model id.</param>
/// <param name="Domain">Kind of call.</param>
public readonly record struct ResourceKey(string Provider, string Model, Domain Domain)
{
    /// <summary>The endpoint it belongs to.</summary>
    public EndpointKey Endpoint => new(Provider, Model);

    /// <inheritdoc/>
    public override string ToString() => $"{Provider}/{Model}/{Domain}";
}
