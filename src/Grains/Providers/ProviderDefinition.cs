using System.Collections.Immutable;
using Granary.Grains.Simulator;

namespace Granary.Grains.Providers;

/// <summary>A provider as the document declares it.</summary>
/// <param name="Name">First part of every resource key.</param>
/// <param name="Kind">How it is spoken to.</param>
/// <param name="BaseUrl">What the route after <c>/v1</c> is appended to; without a slash at the end.</param>
/// <param name="Secret">Where its credential is, or null if it wants none.</param>
/// <param name="AuthHeader">Header that carries the credential bare; null = <c>Authorization: Bearer</c>.</param>
/// <param name="Headers">Sent with every call.</param>
/// <param name="Timeouts">How long its calls may take.</param>
/// <param name="Simulate">How the simulator behaves; null for other kinds.</param>
internal sealed record ProviderDefinition(
    string Name,
    ProviderKind Kind,
    Uri BaseUrl,
    SecretReference? Secret,
    string? AuthHeader,
    ImmutableArray<KeyValuePair<string, string>> Headers,
    CallTimeouts Timeouts,
    SimulatorSettings? Simulate)
{
    /// <summary>Address of the in-process simulator; nothing ever resolves it.</summary>
    public static readonly Uri SimulatorUrl = new("http://simulator.invalid/v1");

    /// <summary>The name of the kind in documents and views.</summary>
    public string KindName => Kind == ProviderKind.Simulator ? "simulator" : "openai-compatible";

    /// <summary>Both can use one connection pool: nothing that a pool or a request header depends on differs.</summary>
    public bool SameTransportAs(ProviderDefinition other) =>
        Kind == other.Kind && BaseUrl == other.BaseUrl && Secret == other.Secret && AuthHeader == other.AuthHeader
        && Timeouts.ConnectOrDefault == other.Timeouts.ConnectOrDefault && Headers.SequenceEqual(other.Headers);
}
