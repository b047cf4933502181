namespace Granary.Executors.Tests;

public sealed class ExecutorPoolTextTests
{
    [Fact]
    public void Every_single_option_reads_back_as_it_is_written()
    {
        var options = new ExecutorPoolOptions { Kind = "thread", MaxWorkers = 3, TaskTimeout = TimeSpan.FromSeconds(1.5), Bypass = true, Label = "a=b" };
        var text = ExecutorPoolText.Of(options);
        Assert.Equal("00:00:01.5000000", text["TaskTimeout"]);
        Assert.DoesNotContain("Environment", text.Keys);
        var (read, errors) = ExecutorPoolText.With("p", new ExecutorPoolOptions(), text.Where(static pair => !string.IsNullOrEmpty(pair.Value)).ToDictionary(static pair => pair.Key, static pair => pair.Value!, StringComparer.Ordinal));
        Assert.Empty(errors);
        Assert.Empty(ExecutorPoolChange.Differing(options, read));
    }

    [Fact]
    public void Wrong_names_and_values_are_said_together_and_the_original_stays()
    {
        var options = new ExecutorPoolOptions();
        var (_, errors) = ExecutorPoolText.With(
            "p",
            options,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["MaxPendings"] = "5", ["Grace"] = "soon", ["MaxPending"] = "many", ["Environment"] = "x", ["MaxWaiters"] = "7", ["LaneDrain"] = "1.00:00:00" });
        Assert.Equal(5, errors.Count);
        Assert.Contains(errors, static error => error.Contains("LaneDrain is 1.00:00:00; valid is", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("'MaxPendings'", StringComparison.Ordinal) && error.Contains("MaxPending,", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("Grace is 'soon'", StringComparison.Ordinal));
        Assert.Equal(1000, options.MaxWaiters);
    }
}
