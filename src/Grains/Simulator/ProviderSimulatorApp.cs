using System.Globalization;

namespace Granary.Grains.Simulator;

/// <summary>The provider simulator as a program: <c>granary-silo provider-sim --port 0 --limit 24 --latency 50ms</c>.</summary>
public static class ProviderSimulatorApp
{
    private const int Usage = 2;

    /// <summary>
    /// Serves on 127.0.0.1 until the process is asked to stop or the token is cancelled. The first line written to <paramref name="output"/>
    /// is the base URL for a client. Options: <c>--port</c> (0 = any), <c>--dump FILE</c> (counters as JSON) and every setting of
    /// docs/provider-simulator.md.
    /// </summary>
    /// <returns>0; 2 when the options are wrong (each problem is a line on <paramref name="error"/>); 1 when the port is taken.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var options = SimulatorAppOptions.Parse(args, out var problems);
        foreach (var problem in problems)
        {
            await error.WriteLineAsync($"provider-sim: {problem}");
        }

        if (problems.Count > 0)
        {
            return Usage;
        }

        ProviderSimulatorHost host;
        try
        {
            host = await ProviderSimulatorHost.StartAsync(options.Settings, options.Port, TimeProvider.System, cancellationToken);
        }
        catch (IOException taken)
        {
            await error.WriteLineAsync($"provider-sim: {taken.Message}");
            return 1;
        }

        await using (host)
        {
            await output.WriteLineAsync(host.BaseUrl.ToString());
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Simulated provider: limit {options.Settings.Limit}, median {options.Settings.Latency.TotalMilliseconds} ms, seed {options.Settings.Seed}. Counters: {host.BaseUrl.GetLeftPart(UriPartial.Authority)}/_sim/stats"));
            await output.FlushAsync(cancellationToken);
            using var ended = new CancellationTokenSource();
            var dump = options.DumpFile is { } file ? new SimulatorDump(host.Provider, file, TimeProvider.System).RunAsync(ended.Token) : Task.CompletedTask;
            await host.WaitAsync(cancellationToken);
            await ended.CancelAsync();
            await dump;
        }

        return 0;
    }
}
