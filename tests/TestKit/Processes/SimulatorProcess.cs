using System.Text.Json;

namespace Granary.TestKit.Processes;

/// <summary>The provider simulator as a process of its own, on a loopback socket.</summary>
public sealed class SimulatorProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly HttpClient _http;

    private SimulatorProcess(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
        _http = new HttpClient { BaseAddress = address };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts one on any free port, with settings as the command line takes them.</summary>
    public static async Task<SimulatorProcess> StartAsync(params string[] settings)
    {
        var process = ChildProcess.Start(Binaries.Silo, ["provider-sim", "--port", "0", .. settings]);
        var line = await process.LineAsync(@"(?<address>http://127\.0\.0\.1:\d+)");
        return new SimulatorProcess(process, new Uri(line.Groups["address"].Value));
    }

    /// <summary>What it was really asked.</summary>
    public async Task<JsonElement> StatsAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<JsonElement>(await _http.GetByteArrayAsync("_sim/stats", cancellationToken));

    /// <summary>Calls per prompt hash.</summary>
    public async Task<JsonElement> PromptsAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<JsonElement>(await _http.GetByteArrayAsync("_sim/prompts", cancellationToken));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }
}
