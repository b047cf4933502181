using Granary.TestKit;

namespace Granary.Cli.Tests;

/// <summary>Runs a command line against a scripted server.</summary>
internal sealed class CommandHarness
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public ScriptedServer Server { get; } = new();

    public ManualClock Clock { get; } = new();

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public CliEnvironment Environment => new(
        _out, _error, null, Clock, address => new HttpClient(Server, disposeHandler: false) { BaseAddress = address }, static _ => null);

    public Task<int> RunAsync(params string[] arguments) => CliProgram.RunAsync(arguments, Environment);
}
