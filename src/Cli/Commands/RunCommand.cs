using System.CommandLine;
using System.Globalization;

using Granary.Cli.Progress;
using Granary.Cli.Server;

namespace Granary.Cli.Commands;

/// <summary><c>granary run FILE</c>: submits a run document and follows the run. Ctrl-C leaves the run going and prints its id.</summary>
internal static class RunCommand
{
    public static Command Create(ConnectionOptions connection, CliEnvironment environment)
    {
        var file = new Argument<string>("FILE") { Description = "Run document, .yaml or .json." };
        var rows = new Option<long?>("--rows") { Description = "Replaces the document's rows." };
        var resume = new Option<string?>("--resume") { Description = "never, always or ifPossible: continue the newest run of that name." };
        resume.AcceptOnlyFromAmong("never", "always", "ifPossible");
        var band = new Option<string?>("--band") { Description = "Replaces the document's band." };
        var feasible = new Option<bool>("--feasible") { Description = "Refuse the run if present rates cannot meet its deadline." };
        var check = new Option<bool>("--check") { Description = "Only check the document; nothing is started." };
        var preview = new Option<int?>("--preview") { Description = "Make the first rows (10 unless given) and show them; nothing is stored.", Arity = ArgumentArity.ZeroOrOne };
        var detach = new Option<bool>("--detach") { Description = "Start the run, print its id, do not follow." };
        var command = new Command("run", "Start a run and follow it.") { file, rows, resume, band, feasible, check, preview, detach };
        command.Subcommands.Add(AnalyzeCommand.CreateTrace(connection, environment));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var document = await RunDocumentFile.ReadAsync(parsed.GetRequiredValue(file), cancellationToken);
            var seed = await document.UploadSeedAsync(client, cancellationToken);
            var query = Query(
                ("rows", parsed.GetValue(rows)?.ToString(CultureInfo.InvariantCulture)),
                ("resume", parsed.GetValue(resume)),
                ("band", parsed.GetValue(band)),
                ("seed", seed),
                ("feasible", parsed.GetValue(feasible) ? "require" : null));
            if (parsed.GetValue(check))
            {
                var plan = await client.PostDocumentAsync("v1/runs/validate" + query, document.Bytes, document.ContentType, cancellationToken);
                await environment.Out.WriteLineAsync(
                    connection.Json(parsed) ? plan.GetRawText() : $"The document is good: {plan.GetProperty("tasks")} cells to make.");
                return ExitCode.Done;
            }

            if (parsed.GetResult(preview) is not null)
            {
                var shown = Query(("rows", parsed.GetValue(preview)?.ToString(CultureInfo.InvariantCulture)), ("seed", seed));
                var made = await client.PostDocumentAsync("v1/runs/preview" + shown, document.Bytes, document.ContentType, cancellationToken);
                await PreviewText.WriteAsync(made, connection.Json(parsed), environment.Out);
                return ExitCode.Done;
            }

            var started = await client.PostDocumentAsync("v1/runs" + query, document.Bytes, document.ContentType, cancellationToken);
            var id = started.GetProperty("id").GetString()!;
            if (parsed.GetValue(detach))
            {
                await environment.Out.WriteLineAsync(connection.Json(parsed) ? started.GetRawText() : id);
                return ExitCode.Done;
            }

            return await RunFollower.FollowAsync(client, id, connection.Json(parsed), connection.Quiet(parsed), environment, cancellationToken);
        });
        return command;
    }

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        List<string> parts = [];
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
