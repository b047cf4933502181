using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Granary.Cli.Commands;

/// <summary><c>granary analyze RUN</c>: what the kept events of a run are worth; <c>granary analyze trace RUN</c>: the events for a trace viewer.</summary>
internal static class AnalyzeCommand
{
    // The last events of a run are written a moment after its end.
    private const string Wait = "5s";

    public static Command Create(ConnectionOptions connection, CliEnvironment environment)
    {
        var run = new Argument<string>("RUN") { Description = "Run id." };
        var command = new Command("analyze", "Show where the time of a run went. Its document needs events: all.") { run, CreateTrace(connection, environment) };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var analysis = await client.GetAsync($"v1/runs/{Uri.EscapeDataString(parsed.GetRequiredValue(run))}/analysis?wait={Wait}", cancellationToken);
            await (connection.Json(parsed) ? environment.Out.WriteLineAsync(analysis.GetRawText()) : WriteAsync(analysis, environment.Out));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary><c>trace RUN [--output FILE]</c>, as a verb of <c>analyze</c> and of <c>run</c>.</summary>
    public static Command CreateTrace(ConnectionOptions connection, CliEnvironment environment)
    {
        var run = new Argument<string>("RUN") { Description = "Run id." };
        var output = new Option<string?>("--output") { Description = "File to write; otherwise RUN.trace.json." };
        var command = new Command("trace", "Fetch the kept events of a run for chrome://tracing or ui.perfetto.dev.") { run, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var id = parsed.GetRequiredValue(run);
            var file = parsed.GetValue(output) ?? $"{id}.trace.json";
            await client.DownloadAsync($"v1/runs/{Uri.EscapeDataString(id)}/trace?wait={Wait}", file, cancellationToken);
            await environment.Out.WriteLineAsync(file);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task WriteAsync(JsonElement analysis, TextWriter to)
    {
        await to.WriteLineAsync($"{analysis.GetProperty("events").GetInt64()} events over {Seconds(analysis.GetProperty("seconds"))}");
        foreach (var metric in analysis.GetProperty("metrics").EnumerateObject())
        {
            var text = metric.Value.ValueKind == JsonValueKind.Object
                ? $"{metric.Value.GetProperty("count").GetInt64()} times, p50 {Seconds(metric.Value.GetProperty("p50"))}, p95 {Seconds(metric.Value.GetProperty("p95"))}, longest {Seconds(metric.Value.GetProperty("max"))}"
                : metric.Value.GetDouble().ToString("0.####", CultureInfo.InvariantCulture);
            await to.WriteLineAsync($"  {metric.Name,-24} {text}");
        }

        foreach (var denial in analysis.GetProperty("denials").EnumerateObject())
        {
            await to.WriteLineAsync($"  {"denied: " + denial.Name,-24} {denial.Value.GetInt64()}");
        }
    }

    private static string Seconds(JsonElement seconds) => seconds.GetDouble().ToString("0.####", CultureInfo.InvariantCulture) + " s";
}
