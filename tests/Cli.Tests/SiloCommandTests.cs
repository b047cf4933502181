using System.CommandLine;
using System.Diagnostics;

using Granary.Cli.Commands;
using Granary.TestKit;

namespace Granary.Cli.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SiloCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_that_is_asked_to_stop_is_told_and_waited_for()
    {
        using var folder = new TemporaryFolder();
        await MakeAsync("mkfifo", folder.File("up"));
        var script = folder.File("granary-silo");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\ntrap 'echo \"$1 $2\" > {folder.File("stopped")}; exit 7' TERM\necho up > {folder.File("up")}\nwhile :; do sleep 0.05; done\n", Token);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var harness = new CommandHarness();
        var command = SiloCommands.CreateServe(harness.Environment with { Variable = name => name == "GRANARY_SILO" ? script : null });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var served = Task.Run(() => new RootCommand { command }.Parse(["serve", "--fast"]).InvokeAsync(cancellationToken: stop.Token), Token);

        // Opening the pipe waits for the other side: the script runs, and its trap is set.
        Assert.Equal("up\n", await File.ReadAllTextAsync(folder.File("up"), Token));
        await stop.CancelAsync();
        Assert.Equal(7, await served);
        Assert.Equal("serve --fast\n", await File.ReadAllTextAsync(folder.File("stopped"), Token));
    }

    private static async Task MakeAsync(string program, string argument)
    {
        using var process = Process.Start(program, [argument]);
        await process.WaitForExitAsync(Token);
        Assert.Equal(0, process.ExitCode);
    }
}
