using Granary.Grains.Providers;
using Granary.Grains.Simulator;

namespace Granary.Simulation.Runs;

/// <summary>The simulated provider of the product, on the simulation's clock, behind the wire of every silo.</summary>
internal sealed class HiddenLimitProvider(SimulatorSettings settings)
{
    private SimulatedProvider? _provider;

    public SimulatorStats Stats => _provider?.Stats() ?? throw new InvalidOperationException("No silo has made a transport yet.");

    public IProviderTransportFactory Wire(TimeProvider time) => new Factory(_provider ??= new SimulatedProvider(settings, time));

    private sealed class Factory(SimulatedProvider provider) : IProviderTransportFactory
    {
        public IProviderTransport Create(ProviderDefinition definition, ProviderSecret? secret) => new Transport(provider);
    }

    private sealed class Transport(SimulatedProvider provider) : IProviderTransport
    {
        private readonly HttpMessageInvoker _handler = new(new SimulatorHandler(provider));

        public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri("http://p.test/v1" + request.RequestUri);
            return _handler.SendAsync(request, cancellationToken);
        }

        public void Dispose() => _handler.Dispose();
    }
}
