using System.Net;

namespace Granary.Cli.Tests;

public sealed class GateCommandTests
{
    private const string Writer =
        """{"name":"writer","provider":"p","kind":"simulator","model":"m","domain":"chat","cap":8,"state":{"limit":8,"cap":8,"inFlight":0,"waiting":{},"rateLimited":0,"blockedForMs":0,"gate":"closed","lastChange":null}}""";

    private readonly CommandHarness _harness = new();

    [Fact]
    public async Task Close_sends_its_time_and_reason_and_shows_the_gate()
    {
        _harness.Server.On("POST /admin/providers/writer/close", HttpStatusCode.OK, Writer);
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("providers", "close", "writer", "--until", "10m", "--reason", "bill"));
        Assert.Equal("""{"reason":"bill","until":"10m"}""", _harness.Server.Bodies[^1]);
        Assert.Contains("gate closed", _harness.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_asks_for_nothing_but_a_reason()
    {
        _harness.Server.On("POST /admin/providers/writer/open", HttpStatusCode.OK, Writer);
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("providers", "open", "writer"));
        Assert.Equal("""{"reason":null}""", _harness.Server.Bodies[^1]);
    }
}
