using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Granary.TestKit.Processes;

/// <summary>A Granary server as a process of its own.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private SiloProcess(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Everything it printed.</summary>
    public string Output => _process.Output;

    /// <summary>Starts one on any free port and waits until it serves.</summary>
    public static async Task<SiloProcess> StartAsync(string dataFolder, string providersFile, params string[] settings)
    {
        var process = ChildProcess.Start(
            Binaries.Silo, ["serve", "--listen", "http://127.0.0.1:0", "--data", dataFolder, "--providers", providersFile, .. settings]);
        var line = await process.LineAsync(@"Serving on (?<address>http://127\.0\.0\.1:\d+)");
        return new SiloProcess(process, new Uri(line.Groups["address"].Value));
    }

    /// <summary>A provider document with one alias per name, all on one simulator.</summary>
    public static string WriteProviders(TemporaryFolder folder, Uri simulator, int cap, params string[] aliases)
    {
        var text = new StringBuilder();
        text.AppendLine("version: 1").AppendLine("providers:");
        text.AppendLine($"  sim: {{ kind: openai-compatible, baseUrl: \"{simulator}v1\" }}").AppendLine("aliases:");
        foreach (var alias in aliases)
        {
            text.AppendLine($"  {alias}: {{ provider: sim, model: sim-1, cap: {cap} }}");
        }

        var path = folder.File("providers.yaml");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    /// <summary>One request; the answer's status and JSON body.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(
        HttpMethod method, string path, CancellationToken cancellationToken, string? body = null, string contentType = "application/yaml")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, contentType);
        }

        using var response = await Http.SendAsync(request, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return ((int)response.StatusCode, bytes.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(bytes));
    }

    /// <summary>Submits a YAML document; the run's id.</summary>
    public async Task<string> StartRunAsync(string document, CancellationToken cancellationToken)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "v1/runs", cancellationToken, document);
        return status == 201 ? body.GetProperty("id").GetString()! : throw new InvalidOperationException($"The server answered {status}: {body}");
    }

    /// <summary>Follows the run's events until its view satisfies the condition; answers that view.</summary>
    public async Task<JsonElement> UntilAsync(string run, Func<JsonElement, bool> condition, CancellationToken cancellationToken)
    {
        await using var stream = await Http.GetStreamAsync($"v1/runs/{run}/events", cancellationToken);
        await foreach (var _ in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            var (_, view) = await SendAsync(HttpMethod.Get, $"v1/runs/{run}", cancellationToken);
            if (condition(view))
            {
                return view;
            }
        }

        var (_, last) = await SendAsync(HttpMethod.Get, $"v1/runs/{run}", cancellationToken);
        return condition(last) ? last : throw new InvalidOperationException($"The run ended without reaching the condition: {last}\n{Output}");
    }

    /// <summary>Follows the run to its end; answers the last view.</summary>
    public Task<JsonElement> UntilEndedAsync(string run, CancellationToken cancellationToken) =>
        UntilAsync(run, static view => view.GetProperty("state").GetString() is "completed" or "failed" or "cancelled", cancellationToken);

    /// <summary>The result rows, as JSON.</summary>
    public async Task<IReadOnlyList<JsonElement>> ResultsAsync(string run, CancellationToken cancellationToken)
    {
        var text = await Http.GetStringAsync($"v1/runs/{run}/results", cancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        Http.Dispose();
        await _process.KillAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }
}
