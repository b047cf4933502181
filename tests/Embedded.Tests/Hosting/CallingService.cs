using Granary.Embedded.Tests.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Embedded.Tests.Hosting;

/// <summary>Calls a grain while the host starts and stops.</summary>
internal sealed class CallingService : IHostedService
{
    private IServiceProvider? _services;

    public int AtStart { get; private set; }

    public int AtStop { get; private set; }

    public CallingService With(IServiceProvider services)
    {
        _services = services;
        return this;
    }

    public async Task StartAsync(CancellationToken cancellationToken) => AtStart = await Ledger.AddAsync(1);

    public async Task StopAsync(CancellationToken cancellationToken) => AtStop = await Ledger.AddAsync(1);

    private ILedgerGrain Ledger => _services!.GetRequiredService<IGrainFactory>().GetGrain<ILedgerGrain>("a");
}
