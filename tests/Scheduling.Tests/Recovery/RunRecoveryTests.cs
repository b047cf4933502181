using Granary.Scheduling.Recovery;

namespace Granary.Scheduling.Tests.Recovery;

public sealed class RunRecoveryTests
{
    [Fact]
    public void Three_failures_of_the_last_four_end_a_run_at_rate_one_half()
    {
        var window = new ShutdownWindow(0.5, 4);

        Assert.Equal("...!", Observe(window, "xxx."));
        Assert.True(window.Latched);
        Assert.Equal("...", Observe(window, "..."));
        Assert.True(window.Latched);
    }

    [Fact]
    public void Window_must_be_full_and_old_outcomes_leave_it()
    {
        Assert.Equal(".........", Observe(new ShutdownWindow(), "xxxxxxxxx"));
        Assert.Equal("....................", Observe(new ShutdownWindow(), "xxxx......xxxx......"));
        Assert.Equal(".........!", Observe(new ShutdownWindow(), "xxxxx....."));
    }

    [Fact]
    public void Bad_moment_in_a_good_run_ends_nothing()
    {
        var window = new ShutdownWindow();
        Observe(window, new string('.', 1_000));

        // Ten failures fill the window, but only at a hundred among the last thousand the run is bad.
        Assert.Equal(new string('.', 99) + "!", Observe(window, new string('x', 100)));
    }

    [Fact]
    public void Failures_leave_the_long_window_too()
    {
        var window = new ShutdownWindow(1, 2);
        Observe(window, new string('.', 900));
        Observe(window, string.Concat(Enumerable.Repeat("x.", 99)));
        Assert.False(window.Latched);
        Observe(window, new string('.', 1_000));

        Assert.Equal(new string('.', 99) + "!", Observe(window, new string('x', 100)));
    }

    [Fact]
    public void Check_can_be_off_and_its_numbers_have_ranges()
    {
        Assert.DoesNotContain("!", Observe(new ShutdownWindow(rate: null), new string('x', 2_000)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShutdownWindow(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShutdownWindow(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShutdownWindow(0.5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShutdownWindow(0.5, 1_001));
    }

    [Fact]
    public void Warning_comes_when_half_of_the_last_twenty_failed_and_once_a_minute()
    {
        var signal = new DegradedSignal();
        var warned = new List<int>();
        for (var task = 0; task < 20; task++)
        {
            if (signal.Observe(task % 2 == 0, now: task))
                warned.Add(task);
        }

        Assert.Equal([19], warned);
        Assert.False(signal.Observe(true, 78.9));
        Assert.True(signal.Observe(true, 79));
    }

    private static string Observe(ShutdownWindow window, string outcomes) =>
        string.Concat(outcomes.Select(outcome => window.Observe(failed: outcome == 'x') ? '!' : '.'));
}
