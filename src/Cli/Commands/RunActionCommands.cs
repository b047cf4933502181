using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

using Granary.Cli.Progress;
using Granary.Cli.Server;

namespace Granary.Cli.Commands;

/// <summary><c>granary pause|resume|cancel|extend RUN</c>.</summary>
internal static class RunActionCommands
{
    public static IEnumerable<Command> Create(ConnectionOptions connection, CliEnvironment environment) =>
    [
        Create("pause", "Start nothing new; calls in flight finish and are kept.", connection, environment),
        Resume(connection, environment),
        Create("cancel", "Stop; what is sealed stays.", connection, environment),
        Extend(connection, environment),
    ];

    private static Command Resume(ConnectionOptions connection, CliEnvironment environment)
    {
        var deadline = new Option<string?>("--deadline") { Description = "New deadline, from the first start of the run: 2h." };
        var tokens = new Option<long?>("--max-tokens") { Description = "New bound of prompt and completion tokens together." };
        var cost = new Option<decimal?>("--max-cost") { Description = "New bound of the cost, in the run's currency." };
        var command = Create("resume", "Go on with what is not finished.", connection, environment, (parsed, body) =>
        {
            var limits = new JsonObject();
            Add(limits, "deadline", parsed.GetValue(deadline));
            Add(limits, "maxTokens", parsed.GetValue(tokens));
            Add(limits, "maxCost", parsed.GetValue(cost));
            if (limits.Count > 0)
            {
                body.Add("limits", limits);
            }
        });
        command.Add(deadline);
        command.Add(tokens);
        command.Add(cost);
        return command;
    }

    private static Command Extend(ConnectionOptions connection, CliEnvironment environment)
    {
        var run = new Argument<string>("RUN") { Description = "Run id." };
        var rows = new Option<long>("--rows") { Description = "Rows that the run shall have in all.", Required = true };
        var command = new Command("extend", "Give a run at rest more rows; what is made stays as it is.") { run, rows };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var view = await client.PostAsync(
                $"v1/runs/{Uri.EscapeDataString(parsed.GetRequiredValue(run))}/extend", new JsonObject { ["rows"] = parsed.GetRequiredValue(rows) }, cancellationToken);
            await environment.Out.WriteLineAsync(
                connection.Json(parsed) ? view.GetRawText() : RunText.Headline(view.Deserialize<RunStatus>(GranaryClient.Json)!, environment.Time.GetUtcNow()));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Create(
        string action, string description, ConnectionOptions connection, CliEnvironment environment, Action<ParseResult, JsonObject>? complete = null)
    {
        var run = new Argument<string>("RUN") { Description = "Run id." };
        var reason = new Option<string?>("--reason") { Description = "Kept and shown." };
        var command = new Command(action, description) { run, reason };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var body = new JsonObject();
            Add(body, "reason", parsed.GetValue(reason));
            complete?.Invoke(parsed, body);
            var view = await client.PostAsync(
                $"v1/runs/{Uri.EscapeDataString(parsed.GetRequiredValue(run))}/{action}", body.Count == 0 ? null : body, cancellationToken);
            await environment.Out.WriteLineAsync(
                connection.Json(parsed) ? view.GetRawText() : RunText.Headline(view.Deserialize<RunStatus>(GranaryClient.Json)!, environment.Time.GetUtcNow()));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Add<T>(JsonObject body, string name, T? value)
    {
        if (value is not null)
        {
            body.Add(name, JsonValue.Create(value));
        }
    }
}
