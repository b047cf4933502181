using System.Collections.Immutable;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Lifecycle;

namespace Granary.Grains.Tests.Runs.Lifecycle;

/// <summary>Processors of the whole result: markers around them, and what a run may still do.</summary>
public sealed class RunCoreProcessorTests
{
    private static readonly RunSubmission _document = new("acme", "json", [.. "{}"u8]);
    private static readonly RunPart _made = new(0, "runs/r/processed.jsonl", 0, 3, 0, 99, "sha");

    [Fact]
    public void Marker_is_written_before_they_start_and_another_when_they_have_finished()
    {
        var run = Sealed(asks: true);
        Assert.Equal(RunState.Completing, run.State);
        Assert.Contains("persist", run.Asked, StringComparison.Ordinal);
        Assert.Contains("assemble", run.Asked, StringComparison.Ordinal);
        Assert.True(run.Asked.IndexOf("persist", StringComparison.Ordinal) < run.Asked.IndexOf("assemble", StringComparison.Ordinal));
        Assert.Equal((run.Now, null), (run.Core.State.ProcessingStarted, run.Core.State.ProcessingCompleted));
        Assert.Equal(("jsonl", 2), (run.Core.Manifest("r").Format, run.Core.Manifest("r").Processing!.RawParts.Length));

        run.Do(run.Core.Assembled(_made, run.Now));
        Assert.Equal(RunState.Completed, run.State);
        var manifest = run.Core.Manifest("r");
        Assert.Equal((run.Now, 3L, "id"), (manifest.Processing!.CompletedAt, manifest.ResultRows, manifest.Columns.Single()));
        Assert.Equal(_made, manifest.Parts.Single());
        Assert.Equal(["p0", "p1"], manifest.Processing.RawParts.Select(static part => part.Name));
    }

    [Fact]
    public void Interrupted_templates_are_made_again_an_interrupted_handler_fails_the_run_until_its_owner_resumes()
    {
        var pure = Sealed(asks: false).Reactivated();
        Assert.Equal(RunState.Completing, pure.State);
        Assert.Contains("assemble", pure.Asked, StringComparison.Ordinal);

        var asked = Sealed(asks: true).Reactivated();
        Assert.Equal(RunState.Failed, asked.State);
        Assert.StartsWith("processor_interrupted: ", asked.Core.State.Reason, StringComparison.Ordinal);
        Assert.Equal("run_state", Continue(asked, 4).Conflict?.Code);
        Assert.Equal(RunState.Failed, asked.State);

        Assert.Equal(RunActionOutcome.Accepted, asked.Do(asked.Core.Resume(null, null, asked.Now)));
        Assert.Equal(RunState.Completing, asked.State);
        Assert.Contains("assemble", asked.Asked, StringComparison.Ordinal);
        Assert.Equal(asked.Now, asked.Core.State.ProcessingStarted);
    }

    [Fact]
    public void Processed_run_has_nothing_to_do_with_the_same_rows_and_refuses_others()
    {
        var run = Sealed(asks: true);
        run.Do(run.Core.Assembled(_made, run.Now));
        Assert.Equal(RunActionOutcome.AlreadySo, Continue(run, 4).Outcome);
        Assert.Equal("run_processed", Continue(run, 5).Conflict?.Code);
        Assert.Equal("run_processed", Continue(run, 3).Conflict?.Code);
        Assert.True(run.Core.IsBoundByProcessors);
        run.Do(run.Core.PartsMissing([0]));
        Assert.False(run.Core.Unfinished);
        Assert.Equal(RunActionOutcome.Conflict, run.Do(run.Core.Resume(null, null, run.Now)));
    }

    [Fact]
    public void Run_without_a_row_processes_nothing()
    {
        var run = RunCoreDriver.Fresh(4, 2, RunCoreDriver.NewShape(rate: null, after: new RunShapeAfter(true, ["id"])));
        run.Seal(0, rows: 0);
        run.Seal(1, rows: 0);
        Assert.Null(run.Core.State.ProcessingStarted);
        Assert.False(run.Core.ProcessesResult);
    }

    [Fact]
    public void Shape_keeps_them_when_it_is_stored()
    {
        var shape = RunCoreDriver.NewShape(after: new RunShapeAfter(true, ["id", "text"]));
        var read = RunShape.FromJson(shape.ToJson());
        Assert.Equal((true, "id,text"), (read.After!.Asks, string.Join(',', read.After.Columns)));
        Assert.Null(RunShape.FromJson(RunCoreDriver.NewShape().ToJson()).After);
    }

    private static RunCoreDriver Sealed(bool asks)
    {
        var run = RunCoreDriver.Fresh(4, 2, RunCoreDriver.NewShape(after: new RunShapeAfter(asks, ["id"])));
        run.Seal(0);
        run.Seal(1);
        return run;
    }

    private static RunDecision Continue(RunCoreDriver run, long rows) => run.Core.Continue(_document, run.Shape, rows, run.Now);
}
