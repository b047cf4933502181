using System.Collections.Immutable;
using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Runs.Processors;
using Granary.Grains.Steps;
using Granary.Scheduling.Columns;

namespace Granary.Grains.Tests.Runs.Groups;

/// <summary>Builds compiled runs without a document.</summary>
internal sealed class TestRun
{
    private readonly List<CompiledColumn> _columns = [];

    public RunOutput Output { get; set; } = new("jsonl", false, true);

    public RunRetry Retry { get; set; } = new(2, TimeSpan.FromMinutes(15), "pause");

    /// <summary>Columns before the preBatch processors; null: there are none.</summary>
    public int[]? Pre { get; init; }

    /// <summary>There are postBatch processors.</summary>
    public bool Post { get; init; }

    /// <summary>What both stages make of rows; the tests of the core say it themselves.</summary>
    public Func<StepInput, StepOutcome> Process { get; init; } = static _ => throw new InvalidOperationException("nobody runs it");

    public static TestRun Chain(int models = 2)
    {
        var run = new TestRun().Local("id", [], static i => TestStep.Text($"row {i.Row}"));
        for (var i = 0; i < models; i++)
        {
            run.Model($"m{i}", [i]);
        }

        return run;
    }

    public TestRun Local(string name, int[] upstream, Func<StepInput, JsonElement> make, bool drop = false, SkipRule? skip = null) =>
        Add(name, "expression", upstream, null, i => StepOutcome.Of(make(i)), drop, skip);

    public TestRun LocalOutcome(string name, int[] upstream, Func<StepInput, StepOutcome> make) => Add(name, "expression", upstream, null, make, false, null);

    public TestRun Model(string name, int[] upstream, Func<StepInput, StepOutcome>? make = null, SkipRule? skip = null, params string[] sides) =>
        Add(name, "llm-text", upstream, "writer", make ?? (i => StepOutcome.Of(TestStep.Text($"{name} of {i.Row}"))), false, skip, sides);

    /// <summary>A column that is made for the row group at once; the tests say themselves what comes of it.</summary>
    public TestRun Batch(string name, int[] upstream, SkipRule? skip = null)
    {
        _columns.Add(new CompiledColumn
        {
            Index = _columns.Count,
            Name = name,
            Kind = "custom",
            Upstream = [.. upstream],
            Logged = true,
            Local = false,
            IsBatch = true,
            Drop = false,
            Skip = skip,
            Step = new TestStep(static _ => throw new InvalidOperationException("nobody runs it")),
            SideColumns = [],
        });
        return this;
    }

    public CompiledRun Build(long rows = 10, int size = 10) => new()
    {
        Name = "test",
        Rows = rows,
        RowGroupSize = size,
        Window = new RunWindow(3),
        Band = "bulk",
        RandomSeed = 7,
        Fingerprint = "abc",
        Columns = [.. _columns],
        Graph = ColumnGraph.Build(_columns.Select(static c => new ColumnNode(c.Name, c.Upstream, c.IsBatch ? ColumnStrategy.Batch : ColumnStrategy.Cell))).Graph!,
        Processors = new RunProcessors
        {
            PreBatch = Pre is null ? null : Work(ProcessorStage.PreBatch, _columns.Count),
            Before = [.. Pre ?? []],
            PostBatch = Post ? Work(ProcessorStage.PostBatch, _columns.Count + (Pre is null ? 0 : 1)) : null,
        },
        Output = Output,
        Limits = new RunLimits(1024, null),
        Retry = Retry,
        Shutdown = new RunShutdown(0.5, 10),
        Preflight = false,
        Prices = ImmutableSortedDictionary<string, Granary.Abstractions.Models.ModelPrice>.Empty,
        Labels = ImmutableSortedDictionary<string, string>.Empty,
        Resume = "never",
        CanonicalDocument = "{}",
    };

    public static RowGroupAssignment Assignment(int rows, long firstRow = 0, int epoch = 1) => new(
        "r_test", epoch, 0, firstRow, rows, new RunSubmission("acme", "json", []), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), RowGroupOrder.Go);

    public static StepContext Context() => new(7, new CallerContext("acme", "bulk"), null!, null, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static RowGroupCore Core(CompiledRun run, int rows) => new(run, new RowLayout(run), Assignment(rows), Context());

    public static SkipRule SkipWhen(Func<StepInput, bool> when, string value = "null", bool propagate = true) =>
        new(i => new SkipDecision(when(i), null), TestStep.Json(value), propagate);

    private CompiledColumn Work(ProcessorStage stage, int index) => new()
    {
        Index = index,
        Name = $"processors.{stage.Name()}",
        Kind = "processor",
        Upstream = [],
        Logged = true,
        Local = false,
        IsBatch = true,
        Drop = true,
        Stage = stage,
        Step = new TestStep(Process),
        SideColumns = [],
    };

    private TestRun Add(
        string name, string kind, int[] upstream, string? alias, Func<StepInput, StepOutcome> make, bool drop, SkipRule? skip, params string[] sides)
    {
        _columns.Add(new CompiledColumn
        {
            Index = _columns.Count,
            Name = name,
            Kind = kind,
            Upstream = [.. upstream],
            Logged = alias is not null,
            Local = alias is null,
            Drop = drop,
            Skip = skip,
            Step = new TestStep(make),
            Alias = alias,
            SideColumns = [.. sides],
        });
        return this;
    }
}
