using Granary.Scheduling.Windows;

namespace Granary.Scheduling.Tests.Windows;

public sealed class AdaptiveWindowTests
{
    private static readonly WindowLoad _quiet = new(1, 100, 0, 100, false, 0, 1_024, new LlmWaitLoad(10, 0, 0));

    [Fact]
    public void Window_starts_at_one_and_a_clean_look_without_queued_work_grows_it()
    {
        var window = new AdaptiveWindow(3, 1_000, 100);

        Assert.Equal(1, window.Target);
        Assert.Equal(new WindowChange(1, 2, "horizon_limited"), window.Judge(_quiet, 0).Change);
        Assert.Equal(2, window.Target);
    }

    [Fact]
    public void With_work_queued_two_clean_looks_in_a_row_are_needed()
    {
        var window = new AdaptiveWindow(9, 1_000, 100);
        var load = _quiet with { Queued = 3, LlmWait = new LlmWaitLoad(3, 0, 3) };

        Assert.Equal(new WindowJudgement(null, false, null), window.Judge(load, 0));
        Assert.Equal(2, window.Judge(load, 0).Change?.To);
    }

    [Fact]
    public void A_look_with_a_reason_resets_the_count()
    {
        var window = new AdaptiveWindow(9, 1_000, 100);
        var clean = _quiet with { Queued = 3 };

        window.Judge(clean, 0);
        window.Judge(clean with { LlmWait = new LlmWaitLoad(0, 10, 3) }, 0);
        Assert.Null(window.Judge(clean, 0).Change);
        Assert.NotNull(window.Judge(clean, 0).Change);
    }

    [Fact]
    public void Demand_that_queued_tasks_already_make_keeps_the_target()
    {
        var window = new AdaptiveWindow(9, 1_000, 100);
        var load = _quiet with { Queued = 3, LlmWait = new LlmWaitLoad(3, 1, 3) };

        for (var look = 0; look < 5; look++)
        {
            Assert.Equal(WindowReason.QueuedLlmDemand, window.Judge(load, look).Reason);
        }

        Assert.Equal(1, window.Target);
        Assert.Equal(5, window.Histogram[WindowReason.QueuedLlmDemand]);
    }

    [Fact]
    public void Reasons_are_looked_for_in_their_order()
    {
        var load = new WindowLoad(2, 8_000, (256L << 20) + 1, null, true, 4_096, 1_024, null);
        var order = new List<WindowReason?>();
        foreach (var better in new Func<WindowLoad, WindowLoad>[]
        {
            l => l,
            l => l with { NextRows = 500 },
            l => l with { OpenRows = 500 },
            l => l with { NextIsDeferred = false },
            l => l with { Queued = 4_095 },
            l => l with { LlmWait = new LlmWaitLoad(0, 5, 1) },
            l => l with { LlmWait = new LlmWaitLoad(1, 5, 1) },
            l => l with { LlmWait = new LlmWaitLoad(2, 5, 1) },
            l => l with { OpenBytes = 256L << 20 },
        })
        {
            load = better(load);
            order.Add(new AdaptiveWindow(4, 100_000, 100).Judge(load, 0).Reason);
        }

        Assert.Equal(
            [
                WindowReason.NoPendingRowGroups, WindowReason.MaxAdmittedRows, WindowReason.DeferredTasks, WindowReason.QueuedTaskGuardrail, WindowReason.NoLlmWaitResource,
                WindowReason.LlmWaitSaturated, WindowReason.QueuedLlmDemand, WindowReason.MemoryPressure, null,
            ],
            order);
    }

    [Fact]
    public void A_reason_is_news_once_until_another_takes_its_place()
    {
        var window = new AdaptiveWindow(9, 1_000, 100);
        var saturated = _quiet with { LlmWait = new LlmWaitLoad(0, 5, 0) };

        Assert.True(window.Judge(saturated, 0).IsNews);
        Assert.False(window.Judge(saturated, 1).IsNews);
        Assert.True(window.Judge(_quiet with { NextRows = null }, 2).IsNews);
        Assert.False(window.Judge(_quiet, 3).IsNews);
        Assert.True(window.Judge(saturated, 4).IsNews);
    }

    [Fact]
    public void Empty_places_are_filled_before_another_one_is_made()
    {
        var window = new AdaptiveWindow(9, 1_000, 100);
        window.Judge(_quiet, 0);

        Assert.Null(window.Judge(_quiet, 1).Change);
        Assert.Equal(3, window.Judge(_quiet with { OpenGroups = 2 }, 2).Change?.To);
    }

    [Fact]
    public void Target_stops_at_its_maximum()
    {
        var window = Grown(to: 3, max: 3);

        Assert.Null(window.Judge(_quiet with { OpenGroups = 3 }, 5).Change);
        Assert.Equal(3, window.Target);
    }

    [Fact]
    public void Lasting_pressure_costs_a_place_every_ten_seconds_and_never_the_last_one()
    {
        var window = Grown(to: 3, max: 8);
        var pressed = _quiet with { OpenGroups = 3, NextIsDeferred = true };

        Assert.Null(window.Judge(pressed, 100).Change);
        Assert.Null(window.Judge(pressed, 109.9).Change);
        Assert.Equal(new WindowChange(3, 2, "pressure"), window.Judge(pressed, 110).Change);
        Assert.Null(window.Judge(pressed, 119.9).Change);
        Assert.Equal(new WindowChange(2, 1, "pressure"), window.Judge(pressed, 120).Change);
        Assert.Null(window.Judge(pressed, 200).Change);
    }

    [Fact]
    public void Pressure_that_pauses_starts_its_ten_seconds_anew()
    {
        var window = Grown(to: 3, max: 8);
        var pressed = _quiet with { OpenGroups = 3, NextIsDeferred = true };

        window.Judge(pressed, 100);
        window.Judge(pressed with { NextIsDeferred = false, LlmWait = new LlmWaitLoad(0, 5, 0) }, 105);
        Assert.Null(window.Judge(pressed, 110).Change);
        Assert.NotNull(window.Judge(pressed, 120).Change);
    }

    [Fact]
    public void Pressure_with_places_empty_takes_none_away()
    {
        var window = Grown(to: 3, max: 8);
        var pressed = _quiet with { OpenGroups = 2, NextIsDeferred = true };

        window.Judge(pressed, 100);
        Assert.Null(window.Judge(pressed, 200).Change);
    }

    [Fact]
    public void Nothing_grows_for_ten_seconds_after_a_place_was_lost()
    {
        var window = Grown(to: 3, max: 8);
        var pressed = _quiet with { OpenGroups = 3, NextIsDeferred = true };
        window.Judge(pressed, 100);
        window.Judge(pressed, 110);

        Assert.Null(window.Judge(_quiet with { OpenGroups = 2 }, 119.9).Change);
        Assert.Equal(3, window.Judge(_quiet with { OpenGroups = 2 }, 120).Change?.To);
    }

    [Fact]
    public void Something_is_always_open_and_the_row_guard_holds_for_the_rest()
    {
        var window = Grown(to: 3, max: 8, rows: 100_000, size: 5_000);

        Assert.True(window.Admits(0, 0, 100_000));
        Assert.True(window.Admits(2, 10_000, 5_000));
        Assert.False(window.Admits(2, 10_001, 5_000));
        Assert.False(window.Admits(3, 0, 1));
        Assert.True(Grown(to: 3, max: 8, rows: 100_000, size: 10).Admits(2, 8_182, 10));
        Assert.False(Grown(to: 3, max: 8, rows: 100_000, size: 10).Admits(2, 8_183, 10));
        Assert.False(Grown(to: 3, max: 8, rows: 100, size: 10).Admits(2, 91, 10));
    }

    [Fact]
    public void Every_reason_has_a_name_of_its_own()
    {
        var names = Enum.GetValues<WindowReason>().Select(reason => reason.Name()).ToArray();

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal("llm_wait_saturated", WindowReason.LlmWaitSaturated.Name());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((WindowReason)99).Name());
    }

    private static AdaptiveWindow Grown(int to, int max, long rows = 1_000, int size = 100)
    {
        var window = new AdaptiveWindow(max, rows, size);
        while (window.Target < to)
        {
            window.Judge(_quiet with { OpenGroups = window.Target, OpenRows = 0, NextRows = 1 }, 0);
        }

        return window;
    }
}
