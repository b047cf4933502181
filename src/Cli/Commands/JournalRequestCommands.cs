using System.CommandLine;

using Granary.Cli.Progress;
using Granary.Cli.Server;

namespace Granary.Cli.Commands;

/// <summary><c>granary journal status | list | show ID | dead-letters list | show | retry | discard</c>: the recoverable requests of a server.</summary>
internal static class JournalRequestCommands
{
    public static void Add(Command journal, ConnectionOptions connection, CliEnvironment environment)
    {
        journal.Subcommands.Add(Status(connection, environment));
        journal.Subcommands.Add(List(
            "list", "Recoverable requests, newest first.", "admin/journal/entries", Filter("--state", "Only this state: accepted, started, retry, deferred, completed, dead_letter, dropped."),
            connection, environment));
        journal.Subcommands.Add(Show("show", "One recoverable request.", "Request id.", "admin/journal/entries", withBody: false, connection, environment));
        var letters = new Command("dead-letters", "Requests that were given up until somebody decides.");
        letters.Subcommands.Add(List(
            "list", "Dead letters, newest first.", "admin/journal/dead-letters",
            Filter("--reason", "Only this reason: attempts_exhausted, principal_revoked, hook, route_gone, body_unreadable."), connection, environment));
        letters.Subcommands.Add(Show("show", "One dead letter.", "Dead letter or request id.", "admin/journal/dead-letters", withBody: true, connection, environment));
        letters.Subcommands.Add(Act("retry", "Run it again; its attempts start at 1.", connection, environment));
        letters.Subcommands.Add(Act("discard", "Give it up for good.", connection, environment));
        journal.Subcommands.Add(letters);
    }

    private static Command Status(ConnectionOptions connection, CliEnvironment environment)
    {
        var command = new Command("status", "What the journal of requests holds, and what replay waits for.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var answer = await client.GetAsync("admin/journal", cancellationToken);
            await environment.Out.WriteLineAsync(connection.Json(parsed) ? answer.GetRawText() : JournalText.Status(answer));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List(
        string name, string description, string path, Option<string?> by, ConnectionOptions connection, CliEnvironment environment)
    {
        var route = Filter("--route", "Only this route, such as /v1/runs.");
        var tenant = Filter("--tenant", "Only this tenant.");
        var after = Filter("--after", "Go on behind this one ('next' of the page before).");
        var limit = new Option<int>("--limit") { Description = "How many, 1 to 200.", DefaultValueFactory = static _ => 50 };
        var command = new Command(name, description) { by, route, tenant, after, limit };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var query = $"{path}?limit={parsed.GetValue(limit)}" + string.Concat(((Option<string?>[])[by, route, tenant, after])
                .Where(option => parsed.GetValue(option) is not null)
                .Select(option => $"&{option.Name.TrimStart('-')}={Uri.EscapeDataString(parsed.GetValue(option)!)}"));
            var answer = await client.GetAsync(query, cancellationToken);
            if (connection.Json(parsed))
            {
                await environment.Out.WriteLineAsync(answer.GetRawText());
                return ExitCode.Done;
            }

            foreach (var item in answer.GetProperty("items").EnumerateArray())
            {
                await environment.Out.WriteLineAsync(JournalText.Line(item));
            }

            if (answer.TryGetProperty("unreachable", out var unreachable) && unreachable.GetArrayLength() > 0)
            {
                await environment.Error.WriteLineAsync($"Without those of {JournalText.Names(unreachable)}, which did not answer.");
            }

            if (answer.GetProperty("next").GetString() is { } next)
            {
                await environment.Error.WriteLineAsync($"There are more: --after {next}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(
        string name, string description, string what, string path, bool withBody, ConnectionOptions connection, CliEnvironment environment)
    {
        var id = new Argument<string>("ID") { Description = what };
        var body = new Option<bool>("--body") { Description = "With the request's body; the server notes who looked." };
        var command = new Command(name, description) { id };
        if (withBody)
        {
            command.Options.Add(body);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var query = withBody && parsed.GetValue(body) ? "?body=1" : "";
            var answer = await client.GetAsync($"{path}/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}{query}", cancellationToken);
            await environment.Out.WriteLineAsync(connection.Json(parsed) ? answer.GetRawText() : JournalText.Block(answer));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>One by id, or with <c>--all</c> all that a filter finds, if they are as many as the caller has seen.</summary>
    private static Command Act(string action, string description, ConnectionOptions connection, CliEnvironment environment)
    {
        var id = new Argument<string?>("ID") { Description = "Dead letter or request id.", Arity = ArgumentArity.ZeroOrOne };
        var expected = new Option<int?>("--expected") { Description = "Instead of an ID: all that the filter finds, if they are so many." };
        var reason = Filter("--reason", "With --expected: only this reason.");
        var route = Filter("--route", "With --expected: only this route.");
        var tenant = Filter("--tenant", "With --expected: only this tenant.");
        var command = new Command(action, description) { id, expected, reason, route, tenant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (one, many) = (parsed.GetValue(id), parsed.GetValue(expected));
            if (one is null == many is null)
            {
                throw new BadInputException($"'journal dead-letters {action}' takes either an ID or --expected with a filter.");
            }

            using var client = connection.Connect(parsed, environment);
            if (one is not null)
            {
                var letter = await client.PostAsync($"admin/journal/dead-letters/{Uri.EscapeDataString(one)}/{action}", null, cancellationToken);
                await environment.Out.WriteLineAsync(connection.Json(parsed) ? letter.GetRawText() : JournalText.Line(letter));
                return ExitCode.Done;
            }

            var answer = await client.PostJsonAsync(
                $"admin/journal/dead-letters/{action}",
                new { expected = many, reason = parsed.GetValue(reason), route = parsed.GetValue(route), tenant = parsed.GetValue(tenant) }, cancellationToken);
            await environment.Out.WriteLineAsync(connection.Json(parsed) ? answer.GetRawText() : $"{action}: {answer.GetProperty("done")} dead letters");
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<string?> Filter(string name, string description) => new(name) { Description = description };
}
