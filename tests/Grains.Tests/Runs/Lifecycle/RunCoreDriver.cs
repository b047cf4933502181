using System.Collections.Immutable;
using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Lifecycle;
using Granary.Grains.Runs.Progress;
using Granary.Scheduling.Events;

namespace Granary.Grains.Tests.Runs.Lifecycle;

/// <summary>Drives a <see cref="RunCore"/> with a clock of its own and remembers what it asked for.</summary>
internal sealed class RunCoreDriver
{
    private static readonly RunSubmission _document = new("acme", "json", [.. "{}"u8]);

    public RunCoreDriver(RunGrainState state, RunShape? shape = null)
    {
        Shape = shape ?? NewShape();
        Core = NewCore(state);
    }

    public RunShape Shape { get; }

    public RunCore Core { get; private set; }

    public RunState State => Core.State.State;

    /// <summary>What every report says of its silo.</summary>
    public RowGroupLoad? Load { get; set; }

    /// <summary>What every sealed group looks like.</summary>
    public ImmutableArray<RowGroupColumnProfile> Profile { get; set; } = [];

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Effects of the last command, without events.</summary>
    public string Asked { get; private set; } = "";

    /// <summary>Kinds of the live events of the last command.</summary>
    public string Shown { get; private set; } = "";

    /// <summary>Sessions that began or how they ended, in the last effects.</summary>
    public string Told { get; private set; } = "";

    public static RunShape NewShape(int window = 2, bool adaptive = false, bool preflight = false, double? rate = 0.5, TimeSpan? deadline = null, string onExhausted = "pause", long? maxTokens = null, decimal? maxCost = null, double? survivors = null, RunShapeAfter? after = null) => new(
        [new RunShapeColumn("id", "sampler", null, []), new RunShapeColumn("text", "llm-text", "writer", [0])],
        ["id", "text"],
        ["writer"],
        new RunWindow(window, adaptive),
        "bulk",
        7,
        ImmutableSortedDictionary<string, string>.Empty,
        new RunOutput("jsonl", false, true),
        new RunLimits(1024, deadline, maxTokens, maxCost is { } most ? new RunBudget(most, "USD") : null),
        new RunRetry(2, TimeSpan.FromMinutes(15), onExhausted),
        new RunShutdown(rate, 4),
        preflight,
        ImmutableSortedDictionary<string, ModelPrice>.Empty.Add("writer", new ModelPrice(1_000, 2_000, "USD")),
        survivors,
        After: after);

    public static RunCoreDriver Fresh(long rows = 10, int size = 2, RunShape? shape = null)
    {
        var start = new RunStart(_document, "test", "abc", rows, size, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), []);
        var driver = new RunCoreDriver(RunCore.NewState(start), shape);
        driver.Do(driver.Core.Begin(driver.Now));
        return driver;
    }

    /// <summary>The same run in a new activation.</summary>
    public RunCoreDriver Reactivated()
    {
        var driver = new RunCoreDriver(Core.State, Shape) { Now = Now };
        driver.Do(driver.Core.Activate(Now));
        return driver;
    }

    public void Do(IReadOnlyList<RunEffect> effects)
    {
        Asked = string.Join(' ', effects.Where(static e => e is not (RunEffect.Show or RunEffect.Announce)).Select(Spell));
        Told = string.Join(
            ' ',
            effects.OfType<RunEffect.Announce>().Where(static a => a.Kind is SchedulerEventKind.SchedulerJobStarted or SchedulerEventKind.SchedulerJobCompleted)
                .Select(static a => a.Kind == SchedulerEventKind.SchedulerJobStarted ? "started" : a.Reason));
        Shown = string.Join(' ', effects.OfType<RunEffect.Show>().Select(static s => s.Kind));
    }

    public RunActionOutcome Do(RunDecision decision)
    {
        Do(decision.Effects);
        return decision.Outcome;
    }

    public RowGroupOrder Report(long group, RowGroupPhase phase = RowGroupPhase.Running, int session = 1, int? epoch = null, string outcomes = "", RowGroupTotals? totals = null) =>
        Take(Core.Report(NewReport(group, phase, session, epoch, outcomes, totals), Now));

    public RowGroupOrder Seal(long group, int rows = 2, int session = 1, string? name = null, bool partial = false)
    {
        var part = rows == 0 ? null : new RunPart(group, name ?? $"p{group}", group * 2, rows, 2 - rows, 100, "sha");
        var totals = Totals(rows, 2 - rows);
        return Take(Core.Sealed(
            new RowGroupSeal(group, session, Core.State.Epoch, part, rows == 2 ? null : $"d{group}", partial, NewReport(group, RowGroupPhase.Running, session, null, "", totals), Profile), Now));
    }

    public static RowGroupTotals Totals(int rows, int dropped) => TotalsMath.Zero(2) with
    {
        RowsDone = rows,
        RowsDropped = dropped,
        Columns = [.. Enumerable.Repeat(new RowGroupColumnTotals(rows, 0, 0, 0, dropped, 0, [], new RunUsage(rows, 0, rows * 10, rows * 5, 0)), 2)],
        Usage = new RunUsage(rows, 0, rows * 10, rows * 5, 0),
        Failures = dropped == 0 ? ImmutableSortedDictionary<string, long>.Empty : ImmutableSortedDictionary<string, long>.Empty.Add("invalid_output", dropped),
    };

    public void Tick(double seconds)
    {
        Now = Now.AddSeconds(seconds);
        Do(Core.Tick(Now));
    }

    public RowGroupReport NewReport(long group, RowGroupPhase phase, int session, int? epoch, string outcomes, RowGroupTotals? totals) => new(
        group,
        session,
        epoch ?? Core.State.Epoch,
        phase,
        totals ?? Totals(0, 0),
        0,
        [.. outcomes.Select(static o => o == '.' ? (byte)1 : (byte)0)],
        [],
        [],
        null,
        phase == RowGroupPhase.Faulted ? new RowGroupFault("checkpoint_failed", "Disk full.") : null,
        Load);

    public RowGroupOrder Take((RowGroupOrder Order, IReadOnlyList<RunEffect> Effects) heard)
    {
        Do(heard.Effects);
        return heard.Order;
    }

    private RunCore NewCore(RunGrainState state) => new(state, _document, Shape, new RunTuning(TimeSpan.FromDays(7), TimeSpan.FromSeconds(10)));

    private static string Spell(RunEffect effect) => effect switch
    {
        RunEffect.Open open => $"open{open.Group}:{open.Order}",
        RunEffect.Tell tell => $"tell{tell.Group}:{tell.Order}",
        _ => effect.GetType().Name.ToLowerInvariant(),
    };
}
