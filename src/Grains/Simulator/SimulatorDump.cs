namespace Granary.Grains.Simulator;

/// <summary>Keeps the counters in a file: once a second while they change, and at the end. The file is always whole.</summary>
internal sealed class SimulatorDump(SimulatedProvider provider, string file, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private long _written = -1;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                await WriteAsync();
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            await WriteAsync();
        }
    }

    private async Task WriteAsync()
    {
        var version = provider.Version;
        if (version == _written)
        {
            return;
        }

        var next = file + ".next";
        await File.WriteAllBytesAsync(next, SimulatorReport.Dump(provider.Stats(), provider.Prompts()), CancellationToken.None);
        File.Move(next, file, overwrite: true);
        _written = version;
    }
}
