using Microsoft.Extensions.Hosting;

namespace Granary.Embedded.Tests.Simulation;

/// <summary>Does something every second.</summary>
internal sealed class BeatingService(string silo, List<string> lives, TimeProvider time, IGrainFactory grains) : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _beating = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await grains.GetGrain<IPlaceGrain>("service").CountAsync();
        lives.Add($"{silo} starts");
        _beating = BeatAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        await _beating;
        lives.Add($"{silo} stops");
    }

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task BeatAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, _stop.Token);
                lives.Add($"{silo} beats");
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }
}
