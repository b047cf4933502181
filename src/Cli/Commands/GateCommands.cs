using System.CommandLine;
using System.Text.Json;

using Granary.Cli.Progress;
using Granary.Cli.Server;

namespace Granary.Cli.Commands;

/// <summary><c>granary providers open | close ALIAS</c>: the gate of an alias' endpoint by hand.</summary>
internal static class GateCommands
{
    public static void Add(Command providers, ConnectionOptions connection, CliEnvironment environment)
    {
        var until = new Option<string?>("--until") { Description = "How long: a duration such as 10m, or an instant. Default: 5 minutes." };
        providers.Subcommands.Add(Create("open", "Try a shut endpoint again at once: the next call that wants it is the probe.", null, connection, environment));
        providers.Subcommands.Add(Create("close", "Let no call out to an endpoint for a while; calls in flight finish.", until, connection, environment));
    }

    private static Command Create(string action, string description, Option<string?>? until, ConnectionOptions connection, CliEnvironment environment)
    {
        var alias = new Argument<string>("ALIAS") { Description = "The alias." };
        var reason = new Option<string?>("--reason") { Description = "Why; the server logs it." };
        var command = new Command(action, description) { alias, reason };
        if (until is not null)
        {
            command.Options.Add(until);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var path = $"admin/providers/{Uri.EscapeDataString(parsed.GetRequiredValue(alias))}/{action}";
            var answer = until is null
                ? await client.PostJsonAsync(path, new { reason = parsed.GetValue(reason) }, cancellationToken)
                : await client.PostJsonAsync(path, new { reason = parsed.GetValue(reason), until = parsed.GetValue(until) }, cancellationToken);
            await environment.Out.WriteLineAsync(
                connection.Json(parsed) ? answer.GetRawText() : AliasText.Line(answer.Deserialize<AliasStatus>(GranaryClient.Json)!));
            return ExitCode.Done;
        });
        return command;
    }
}
