using Granary.Grains.Runs.Lifecycle;
using Granary.Scheduling.Events;

namespace Granary.Grains.Tests.Runs.Lifecycle;

/// <summary>Sessions in the scheduler stream: each begins once and ends once, whatever happens to the run.</summary>
public sealed class RunCoreSessionTests
{
    [Fact]
    public void Session_lasts_from_running_to_rest()
    {
        var run = RunCoreDriver.Fresh();
        Assert.Equal("started", run.Told);
        var first = run.Core.Session;

        run.Do(run.Core.Pause(null, run.Now));
        Assert.Equal("", run.Told);
        run.Seal(0);
        run.Seal(1);
        Assert.Equal(("paused", null), (run.Told, run.Core.Session));

        run.Do(run.Core.Resume(null, null, run.Now));
        Assert.Equal("started", run.Told);
        Assert.True(run.Core.Session > first);
        run.Do(run.Core.Cancel(null, run.Now));
        run.Seal(2);
        run.Seal(3);
        Assert.Equal("cancelled", run.Told);
    }

    [Fact]
    public void Resume_that_takes_a_pause_back_goes_on_with_the_session()
    {
        var run = RunCoreDriver.Fresh();
        run.Do(run.Core.Pause(null, run.Now));
        run.Do(run.Core.Resume(null, null, run.Now));
        Assert.Equal("", run.Told);
        run.Do(run.Core.Failed("internal", "no", run.Now));
        Assert.Equal("error", run.Told);
    }

    [Fact]
    public void Run_that_completes_ends_its_session_with_success_and_says_what_it_was()
    {
        var run = RunCoreDriver.Fresh(rows: 2, size: 2);
        run.Seal(0);
        run.Do(run.Core.Assembled(null, run.Now));
        Assert.Equal(("success", null), (run.Told, run.Core.Session));
    }

    [Fact]
    public void Activation_that_follows_one_that_was_lost_begins_a_session_of_its_own()
    {
        var run = RunCoreDriver.Fresh();
        var next = run.Reactivated();
        Assert.Equal(("started", true), (next.Told, next.Core.Session > run.Core.Session));
    }

    [Fact]
    public void Plan_of_the_session_names_roots_and_depth()
    {
        var started = RunCore.NewState(new Abstractions.Runs.RunStart(
            new Abstractions.Runs.RunSubmission("acme", "json", [.. "{}"u8]), "test", "abc", 10, 2, DateTimeOffset.UnixEpoch, []));
        var core = new RunCore(started, new Abstractions.Runs.RunSubmission("acme", "json", [.. "{}"u8]), RunCoreDriver.NewShape(), new RunTuning(TimeSpan.FromDays(1), TimeSpan.FromSeconds(10)));
        var announced = core.Begin(DateTimeOffset.UnixEpoch).OfType<RunEffect.Announce>().Single(static a => a.Kind == SchedulerEventKind.SchedulerJobStarted);
        Assert.Contains(("roots", (object?)1), announced.Diagnostics);
        Assert.Contains(("depth", (object?)2), announced.Diagnostics);
        Assert.Contains(("text", (object?)"llm-text writer"), announced.Diagnostics);
    }
}
