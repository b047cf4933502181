using System.Text;

using Granary.Abstractions.Runs;
using Granary.Embedded.Simulation;

namespace Granary.Simulation.Runs;

/// <summary>The user of a simulated run, and the hand that pulls plugs.</summary>
internal sealed class RunDriver(EmbeddedCluster cluster, RunCase plan)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly SeededDraw _draw = new(plan.Seed + 99);
    private string _id = "";

    /// <summary>Where the run stood when it was last looked at.</summary>
    public string Last { get; private set; } = "nothing is known of it";

    /// <summary>Silos that were crashed by hand.</summary>
    public int Crashes { get; private set; }

    public IRunGrain Run => cluster.Client.GetGrain<IRunGrain>(_id);

    public async Task SubmitAsync()
    {
        var result = await cluster.Client.GetGrain<IRunSubmissionGrain>(0)
            .SubmitAsync(new RunSubmission("default", "json", [.. Encoding.UTF8.GetBytes(plan.Document)]));
        _id = result.Run?.Id
            ?? throw new InvalidOperationException($"Seed {plan.Seed}: refused, {string.Join("; ", result.Errors.Select(static e => $"{e.Code} at {e.Pointer}: {e.Message}"))}");
    }

    /// <summary>Lets the trouble go on for its time, pausing, cancelling and resuming where the case wants it.</summary>
    public async Task MeddleAsync()
    {
        var until = cluster.Elapsed + plan.Trouble;
        while (cluster.Elapsed < until)
        {
            await Task.Delay(Look, cluster.Time);
            if (plan is { Silos: 1, CrashEvery: { } every } && _draw.Chance(Look / every))
            {
                Crashes++;
                cluster.Faults.Crash("silo-1");
                await Task.Delay(_draw.Milliseconds(100, 12_000), cluster.Time);
                await cluster.StartSiloAsync("silo-1");
            }

            if (plan.Meddled && _draw.Chance(0.1))
            {
                await TryAsync<RunActionResult>(_draw.Below(5) switch
                {
                    0 => () => Run.PauseAsync("meddled"),
                    1 => () => Run.CancelAsync("meddled"),
                    _ => () => Run.ResumeAsync("meddled", null),
                });
            }
        }
    }

    /// <summary>Resumes what is at rest until the run is complete; null when it is not in that time.</summary>
    public async Task<RunView?> FinishAsync(TimeSpan within)
    {
        var until = cluster.Elapsed + within;
        while (cluster.Elapsed < until)
        {
            await Task.Delay(Look, cluster.Time);
            if (await TryAsync(Run.ViewAsync) is not { } view)
            {
                continue;
            }

            Last = $"{view.State} {view.Outcome} {view.Reason}, {view.Rows.Sealed} sealed, {view.Rows.Dropped} dropped, {view.Rows.Open} open of {view.Rows.Asked}, {view.Usage.Calls} calls";
            switch (view.State)
            {
                case RunState.Completed:
                    return view;
                case RunState.Failed when view.Reason?.StartsWith("no_rows", StringComparison.Ordinal) == true:
                    return view;
                case RunState.Paused or RunState.Cancelled or RunState.Failed:
                    await TryAsync(() => Run.ResumeAsync(null, null));
                    break;
            }
        }

        return null;
    }

    /// <summary>The run, if it answers.</summary>
    public Task<RunView?> TryViewAsync() => TryAsync(Run.ViewAsync);

    // Whoever gets no answer asks again later.
    private static async Task<T?> TryAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is not SimulationException)
        {
            return default;
        }
    }
}
