using System.Diagnostics;
using System.Text;

using Granary.Abstractions.Executors;
using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;
using Granary.Embedded.Hosting;
using Granary.Grains;
using Granary.Grains.Capacity;
using Granary.Grains.Runs;
using Granary.Grains.Steps;
using Granary.TestKit;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.LoadRig.Runs;

/// <summary>The run engine alone, in this process: production grains, dispatcher, cell logs on the disk and parts, and a model that answers at once.</summary>
internal static class NoOpRuns
{
    private const int Columns = 4;
    private const int Cap = 256;

    /// <summary>Model cells per second of a run with that many rows, from its first to its last state.</summary>
    public static async Task<double> CellsPerSecondAsync(int rows, CancellationToken cancellationToken) =>
        rows * Columns / (await SecondsAsync(1, rows, Cap, TimeSpan.Zero, cancellationToken))[0].Total;

    /// <summary>
    /// Seconds of each of so many runs, one after the other: in all, from submission to completed; of that at work, from the first row group to the last; and what
    /// the same calls take right after it on this machine when nothing but their waits is done, <c>cap</c> at a time.
    /// </summary>
    public static async Task<List<(double Total, double Working, double Bare)>> SecondsAsync(int runs, int rows, int cap, TimeSpan latency, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("Storage:Folder", folder.File("data"))]);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<IHandlerCalls, NoHandlers>().AddSingleton(new NoOpModels(cap, latency));
        builder.Services.AddSingleton<IModelCalls>(static provided => provided.GetRequiredService<NoOpModels>());
        builder.Services.AddSingleton<IAliasDirectory>(static provided => provided.GetRequiredService<NoOpModels>());
        builder.UseEmbeddedGrains(grains =>
        {
            grains.GrainAssemblies.Add(typeof(GrainsServices).Assembly);
            grains.StateFolder = folder.File("state");
        });
        builder.Services.AddGranaryCapacity(builder.Configuration).AddGranarySteps().AddGranaryRuns(builder.Configuration);
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var admission = host.Services.GetRequiredService<Admission.IRequestAdmission>();

        // The cap is the limit: what a scheduler makes of it is the question here, not how fast a limit is found.
        admission.Register(NoOpModels.Key, "writer", cap, "fixed");
        host.Services.GetRequiredService<NoOpModels>().Admission = admission;
        List<(double, double, double)> seconds = [];
        for (var round = 0; round < runs; round++)
        {
            var (run, total) = await RunAsync(grains, rows, cancellationToken);
            seconds.Add((total, await RunRecord.WorkingAsync(folder.File("data"), run, cancellationToken), await BareAsync(rows * Columns, cap, latency, cancellationToken)));
        }

        await host.StopAsync(cancellationToken);
        return seconds;
    }

    private static async Task<double> BareAsync(int calls, int cap, TimeSpan latency, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var left = calls;
        await Task.WhenAll(Enumerable.Range(0, latency == TimeSpan.Zero ? 0 : cap).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await Task.Delay(latency, TimeProvider.System, cancellationToken);
            }
        }));
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<(string Run, double Seconds)> RunAsync(IGrainFactory grains, int rows, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var run = (await grains.GetGrain<IRunSubmissionGrain>(0).SubmitAsync(new RunSubmission("default", "yaml", [.. Encoding.UTF8.GetBytes(Document(rows))]))).Run
            ?? throw new InvalidOperationException("the document is refused");
        while (await grains.GetGrain<IRunGrain>(run.Id).ViewAsync() is { State: not RunState.Completed } view)
        {
            if (view.State is RunState.Failed or RunState.Paused)
            {
                throw new InvalidOperationException($"the run is {view.State}: {view.Reason}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }

        return (run.Id, watch.Elapsed.TotalSeconds);
    }

    private static string Document(int rows) =>
        $$$"""
        name: noop
        rows: {{{rows}}}
        preflight: false
        columns:
          - { name: id, kind: sampler, sampler: uuid }
          - { name: a, kind: llm-text, model: writer, prompt: "first {{id}}" }
          - { name: b, kind: llm-text, model: writer, prompt: "second {{a}}" }
          - { name: c, kind: llm-text, model: writer, prompt: "third {{b}}" }
          - { name: d, kind: llm-text, model: writer, prompt: "fourth {{c}}" }
        """;
}
