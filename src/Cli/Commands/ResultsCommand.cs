using System.CommandLine;

namespace Granary.Cli.Commands;

/// <summary><c>granary results RUN</c>: the rows made so far, or the dropped ones, to standard output or a file.</summary>
internal static class ResultsCommand
{
    public static Command Create(ConnectionOptions connection, CliEnvironment environment)
    {
        var run = new Argument<string>("RUN") { Description = "Run id." };
        var dropped = new Option<bool>("--dropped") { Description = "The rows that were dropped, with the reason." };
        var rows = new Option<string?>("--rows") { Description = "A range such as 0-99." };
        var format = new Option<string?>("--format") { Description = "jsonl or csv, as the run was written." };
        var output = new Option<string?>("--output") { Description = "File to write; replaced when the download is complete." };
        var command = new Command("results", "Fetch the rows of a run.") { run, dropped, rows, format, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var id = Uri.EscapeDataString(parsed.GetRequiredValue(run));
            var path = parsed.GetValue(dropped) ? $"v1/runs/{id}/dropped" : $"v1/runs/{id}/results";
            List<string> query = [];
            if (!parsed.GetValue(dropped) && parsed.GetValue(rows) is { } range)
            {
                query.Add("rows=" + Uri.EscapeDataString(range));
            }

            if (!parsed.GetValue(dropped) && parsed.GetValue(format) is { } wanted)
            {
                query.Add("format=" + Uri.EscapeDataString(wanted));
            }

            path += query.Count > 0 ? "?" + string.Join('&', query) : "";
            bool partial;
            if (parsed.GetValue(output) is { } file)
            {
                partial = await client.DownloadAsync(path, file, cancellationToken);
            }
            else
            {
                (var text, partial) = await client.DownloadTextAsync(path, cancellationToken);
                await environment.Out.WriteAsync(text);
            }

            if (partial)
            {
                await environment.Error.WriteLineAsync("The run is not complete; these are the rows sealed so far.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
