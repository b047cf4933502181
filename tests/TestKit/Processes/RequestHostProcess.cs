using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Granary.TestKit.Processes;

/// <summary>A server of recoverable routes (tests/Hosts/RequestHost) as a process of its own, its journal in a folder that outlives it.</summary>
public sealed partial class RequestHostProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private RequestHostProcess(ChildProcess process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; }

    /// <summary>Everything it printed.</summary>
    public string Output => _process.Output;

    /// <summary>Starts one on any free port and waits until it serves.</summary>
    public static async Task<RequestHostProcess> StartAsync(string folder, params string[] settings)
    {
        var process = ChildProcess.Start(
            Binaries.RequestHost,
            ["--folder", folder, "--Recovery:StartDelay", "00:00:00", "--Recovery:BackOff", "00:00:00.010", .. settings]);
        var line = await process.LineAsync(@"Serving on (?<address>http://127\.0\.0\.1:\d+)");
        return new RequestHostProcess(process, new Uri(line.Groups["address"].Value));
    }

    /// <summary>Sends a request; its body says what happens to it.</summary>
    public async Task<(int Status, string RequestId, string Body)> WorkAsync(string body, CancellationToken cancellationToken, string path = "work")
    {
        using var content = new StringContent(body, Encoding.UTF8, "text/plain");
        using var response = await Http.PostAsync(path, content, cancellationToken);
        return ((int)response.StatusCode, response.Headers.GetValues("x-request-id").Single(), await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Asks until the journal has nothing left to do.</summary>
    public async Task<JsonElement> UntilIdleAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var journal = await GetAsync("admin/journal", patience.Token);
            var replay = journal.GetProperty("replay");
            if (((string[])["live", "replaying", "waiting", "later"]).All(state => replay.GetProperty(state).GetInt32() == 0))
            {
                return replay;
            }
        }
    }

    /// <summary>
    /// The same, and what was decided until then is on the disk, although nobody waits for the end of a request without a key: when the first fence was answered,
    /// all that was decided before has its place in the log; when the second was accepted, it is durable.
    /// </summary>
    public async Task UntilSettledAsync(CancellationToken cancellationToken)
    {
        await UntilIdleAsync(cancellationToken);
        await WorkAsync("", cancellationToken, "fence");
        await WorkAsync("", cancellationToken, "fence");
    }

    /// <summary>A JSON document.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<JsonElement>(await Http.GetByteArrayAsync(path, cancellationToken));

    /// <summary>The first line, past or to come, that matches.</summary>
    public Task<Match> LineAsync(string pattern) => _process.LineAsync(pattern);

    /// <summary>What handlers printed when they began: body, attempt, request id, trace id.</summary>
    public IReadOnlyList<(string Body, string Attempt, string RequestId, string Trace)> Runs() =>
        [.. Run().Matches(Output).Select(static match => (
            match.Groups["body"].Value, match.Groups["attempt"].Value, match.Groups["request"].Value, match.Groups["trace"].Value))];

    /// <summary>Bodies of the handlers that ended.</summary>
    public IReadOnlyList<string> Done() => [.. DoneLine().Matches(Output).Select(static match => match.Groups["body"].Value)];

    /// <summary>Waits for its own end.</summary>
    public Task<int> ExitAsync() => _process.ExitAsync();

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    [GeneratedRegex(@"^RUN (?<body>.*) attempt=(?<attempt>\d*) request=(?<request>\w+) trace=(?<trace>\w*)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Run();

    [GeneratedRegex(@"^DONE (?<body>.*) attempt=\d*\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex DoneLine();
}
