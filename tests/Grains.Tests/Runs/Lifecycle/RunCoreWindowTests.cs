using Granary.Abstractions.Runs;

namespace Granary.Grains.Tests.Runs.Lifecycle;

/// <summary>A run whose window follows the load of its silos.</summary>
public sealed class RunCoreWindowTests
{
    private static readonly RowGroupLoad _quiet = new(0, false, 0, 1_024, true, 64, 0, 0);

    [Fact]
    public void Adaptive_run_opens_one_group_and_another_at_each_quiet_look()
    {
        var run = Adaptive();
        Assert.Equal("rise persist open0:Go", run.Asked);

        run.Report(0);
        Assert.Equal(("open1:Go", "row_group_admission_target_changed row_group"), (run.Asked, run.Shown));
        run.Report(0);
        run.Report(1);
        Assert.Equal("open3:Go", run.Asked);
        Assert.Equal(4, Groups(run).Window);
    }

    [Fact]
    public void Reason_against_growth_is_shown_while_it_lasts()
    {
        var run = Adaptive();
        run.Load = _quiet with { LlmWaitAvailable = 0, LlmWaitLeased = 64 };

        run.Report(0);
        Assert.Equal(("", "llm_wait_saturated", 1), (run.Asked, Groups(run).WindowLimitedBy, Groups(run).Window));
        run.Load = _quiet;
        run.Report(0);
        Assert.Equal((null, 2), (Groups(run).WindowLimitedBy, Groups(run).Window));
    }

    [Fact]
    public void Groups_that_seal_before_they_report_grow_the_window_too()
    {
        var run = Adaptive();

        run.Seal(0);
        Assert.Equal("persist open1:Go writemanifest open2:Go", run.Asked);
    }

    [Fact]
    public void Memory_of_all_open_groups_counts()
    {
        var run = Adaptive();
        run.Load = _quiet with { Bytes = 100L << 20 };
        run.Report(0);
        run.Report(1);
        run.Report(2);

        Assert.Equal(("memory_pressure", 3), (Groups(run).WindowLimitedBy, Groups(run).Open));
    }

    [Fact]
    public void Run_that_calls_no_model_stays_at_one_group()
    {
        var run = Adaptive();
        run.Load = _quiet with { CallsModels = false };

        run.Report(0);
        Assert.Equal(("no_llm_wait_resource", 1), (Groups(run).WindowLimitedBy, Groups(run).Window));
    }

    [Fact]
    public void New_activation_starts_at_one_group_and_adopts_those_that_report()
    {
        var run = Adaptive();
        run.Report(0);
        var woken = run.Reactivated();
        Assert.Equal("persist open0:Go", woken.Asked);

        woken.Load = _quiet with { LlmWaitAvailable = 0 };
        woken.Report(1);
        Assert.Equal((2, 1), (Groups(woken).Open, Groups(woken).Window));
    }

    private static RunCoreDriver Adaptive()
    {
        var run = RunCoreDriver.Fresh(rows: 40, shape: RunCoreDriver.NewShape(window: 8, adaptive: true));
        run.Load = _quiet;
        return run;
    }

    private static RunGroups Groups(RunCoreDriver run) => run.Core.View("r_1", static name => name, run.Now).Groups;
}
