using System.CommandLine;
using System.Text.Json;

using Granary.Cli.Progress;
using Granary.Cli.Server;

namespace Granary.Cli.Commands;

/// <summary><c>granary providers [ALIAS]</c>: every alias with the limit in force, or one; <c>open</c> and <c>close</c> turn a gate by hand.</summary>
internal static class ProvidersCommand
{
    public static Command Create(ConnectionOptions connection, CliEnvironment environment)
    {
        var alias = new Argument<string?>("ALIAS") { Description = "Only this alias.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("providers", "Show aliases, their endpoints and the limits in force.") { alias };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed, environment);
            var name = parsed.GetValue(alias);
            var answer = await client.GetAsync(name is null ? "v1/aliases" : $"v1/aliases/{Uri.EscapeDataString(name)}", cancellationToken);
            if (connection.Json(parsed))
            {
                await environment.Out.WriteLineAsync(answer.GetRawText());
                return ExitCode.Done;
            }

            var items = name is null
                ? answer.GetProperty("items").Deserialize<List<AliasStatus>>(GranaryClient.Json)!
                : [answer.Deserialize<AliasStatus>(GranaryClient.Json)!];
            foreach (var item in items)
            {
                await environment.Out.WriteLineAsync(AliasText.Line(item));
            }

            return ExitCode.Done;
        });
        GateCommands.Add(command, connection, environment);
        return command;
    }
}
