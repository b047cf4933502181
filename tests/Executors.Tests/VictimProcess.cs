using System.Globalization;
using Granary.TestKit.Processes;

namespace Granary.Executors.Tests;

/// <summary>A host in a process of its own.</summary>
internal sealed class VictimProcess(ChildProcess process) : IAsyncDisposable
{
    public static VictimProcess Start(string runtime) => new(ChildProcess.Start(Environment.ProcessPath!, ["host", runtime]));

    public async Task<IReadOnlyList<int>> WorkersAsync()
    {
        var line = await process.LineAsync("^workers (?<ids>.*)$");
        return [.. line.Groups["ids"].Value.Trim().Split(' ').Select(static id => int.Parse(id, CultureInfo.InvariantCulture))];
    }

    public Task KillAsync() => process.KillAsync();

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
