using System.CommandLine;
using System.Text.Json;

using Granary.Cli.Progress;
using Granary.Cli.Server;

namespace Granary.Cli.Commands;

/// <summary><c>granary jobs submit HANDLER</c>: hands a job in, prints its id, and follows it unless told not to.</summary>
internal static class JobSubmitCommand
{
    public static Command Create(ConnectionOptions connection, CliEnvironment environment)
    {
        var handler = new Argument<string>("HANDLER") { Description = "Handler of the pool; module:function of a Python pool." };
        var pool = new Option<string>("--pool") { Description = "Executor pool.", DefaultValueFactory = static _ => "default" };
        var input = new Option<string?>("--input") { Description = "Argument of the handler, JSON text; default null." };
        var inputFile = new Option<string?>("--input-file") { Description = "File with the argument of the handler, JSON." };
        var affinity = new Option<string?>("--affinity") { Description = "Jobs with the same key run on the same lane." };
        var deadline = new Option<string?>("--deadline") { Description = "Fail the job if it has not ended by then: a duration or an instant." };
        var attempts = new Option<int?>("--max-attempts") { Description = "Attempts that may be lost, 1 to 10; default 3." };
        var retention = new Option<string?>("--retention") { Description = "How long state and result are kept after the end, 1m to 30d; default 24h." };
        var retryFailed = new Option<bool>("--retry-failed") { Description = "Try again when the handler fails too." };
        var detach = new Option<bool>("--detach") { Description = "Print the id and go." };
        var command = new Command("submit", "Hand a job in. Example: granary jobs submit --pool text 'clean:row' --input '{\"text\": \"…\"}'")
        {
            handler, pool, input, inputFile, affinity, deadline, attempts, retention, retryFailed, detach,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var body = JsonSerializer.SerializeToUtf8Bytes(new
            {
                pool = parsed.GetRequiredValue(pool),
                handler = parsed.GetRequiredValue(handler),
                input = await InputAsync(parsed.GetValue(input), parsed.GetValue(inputFile), cancellationToken),
                affinity = parsed.GetValue(affinity),
                deadline = parsed.GetValue(deadline),
                maxAttempts = parsed.GetValue(attempts),
                retention = parsed.GetValue(retention),
                retry = parsed.GetValue(retryFailed) ? "failed" : null,
            });
            var job = await client.PostDocumentAsync("v1/jobs", body, "application/json", cancellationToken);
            var id = job.GetProperty("id").GetString()!;
            if (parsed.GetValue(detach))
            {
                await environment.Out.WriteLineAsync(connection.Json(parsed) ? job.GetRawText() : id);
                return ExitCode.Done;
            }

            return await FollowAsync(client, id, connection.Json(parsed), connection.Quiet(parsed), environment, cancellationToken);
        });
        return command;
    }

    private static async Task<int> FollowAsync(
        GranaryClient client, string id, bool json, bool quiet, CliEnvironment environment, CancellationToken cancellationToken)
    {
        JobStatus end;
        try
        {
            end = await JobFollower.FollowAsync(client, id, json, quiet, environment, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await environment.Error.WriteLineAsync($"The job goes on: granary jobs watch {id}");
            return ExitCode.Interrupted;
        }

        if (!json)
        {
            await environment.Out.WriteLineAsync(JobText.Line(end));
        }

        return end.ExitCode;
    }

    private static async Task<JsonElement> InputAsync(string? text, string? file, CancellationToken cancellationToken)
    {
        var source = text;
        try
        {
            if (file is not null)
            {
                source = await File.ReadAllTextAsync(file, cancellationToken);
            }

            return JsonSerializer.Deserialize<JsonElement>(source ?? "null");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"The input is no JSON (line {e.LineNumber + 1}, character {e.BytePositionInLine + 1}). Put text in quotes: --input '\"text\"'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--input-file names a file that cannot be read: {e.Message}");
        }
    }
}
