using Granary.Grains.Simulator;

namespace Granary.Grains.Providers;

/// <summary>Pooled sockets for real providers; the simulator behind the same client code for simulated ones.</summary>
internal sealed class ProviderTransportFactory(SimulatedProviders simulated) : IProviderTransportFactory
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectionIdle = TimeSpan.FromMinutes(1);

    public IProviderTransport Create(ProviderDefinition provider, ProviderSecret? secret) =>
        new HttpProviderTransport(provider, secret, provider.Kind == ProviderKind.Simulator ? Simulator(provider) : Sockets(provider));

    private SimulatorHandler Simulator(ProviderDefinition provider) => new(simulated.Get(provider.Name, provider.Simulate ?? SimulatorSettings.Default));

    private static SocketsHttpHandler Sockets(ProviderDefinition provider) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        UseCookies = false,
        Credentials = null,
        ConnectTimeout = provider.Timeouts.ConnectOrDefault,

        // Leases decide how many calls are out; the pool must never be what binds.
        MaxConnectionsPerServer = int.MaxValue,
        EnableMultipleHttp2Connections = true,

        // A name that moves to another address is followed, and a dead idle connection is not met by a call.
        PooledConnectionLifetime = ConnectionLifetime,
        PooledConnectionIdleTimeout = ConnectionIdle,
    };
}
