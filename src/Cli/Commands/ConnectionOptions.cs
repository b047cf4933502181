using System.CommandLine;

using Granary.Cli.Server;

namespace Granary.Cli.Commands;

/// <summary>Options of every command that talks to a server.</summary>
internal sealed class ConnectionOptions
{
    private const string DefaultServer = "http://127.0.0.1:8080";

    private readonly Option<string?> _server = new("--server")
    {
        Description = $"Address of the server; default $GRANARY_URL, else {DefaultServer}.",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "One JSON document on standard output and nothing else there.",
        Recursive = true,
    };

    private readonly Option<bool> _quiet = new("--quiet")
    {
        Description = "No progress.",
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Options.Add(_server);
        root.Options.Add(_json);
        root.Options.Add(_quiet);
    }

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    public bool Quiet(ParseResult parsed) => parsed.GetValue(_quiet);

    public GranaryClient Connect(ParseResult parsed, CliEnvironment environment)
    {
        var text = parsed.GetValue(_server) ?? environment.Variable("GRANARY_URL") ?? DefaultServer;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? new GranaryClient(environment.Connect(address))
            : throw new BadInputException($"'{text}' is no server address; it must look like {DefaultServer} (--server or GRANARY_URL).");
    }
}
