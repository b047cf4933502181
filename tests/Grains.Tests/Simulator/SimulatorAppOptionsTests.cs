using Granary.Grains.Simulator;

namespace Granary.Grains.Tests.Simulator;

public sealed class SimulatorAppOptionsTests
{
    [Fact]
    public void Options_are_read_in_both_spellings()
    {
        var options = SimulatorAppOptions.Parse(
            ["--port", "8099", "--limit=24", "--latency", "50ms", "--retryAfter", "none", "--errors.server=0.1", "--dump", "c.json"], out var problems);
        Assert.Empty(problems);
        Assert.Equal(8099, options.Port);
        Assert.Equal("c.json", options.DumpFile);
        Assert.Equal(
            SimulatorSettings.Default with { Limit = 24, Latency = TimeSpan.FromMilliseconds(50), RetryAfter = null, Errors = new(Server: 0.1) }, options.Settings);
    }

    [Fact]
    public void Every_problem_is_told()
    {
        SimulatorAppOptions.Parse(["8080", "--port", "70000", "--limit", "0", "--lmit=3", "--errors.cut=0.6", "--errors.server=0.6", "--sigma"], out var problems);
        Assert.Equal(6, problems.Count);
        Assert.Equal("`8080` is not an option; options begin with --", problems[0]);
        Assert.Equal("`limit` is `0`, and must be a whole number from 1 to 1000000", problems[2]);
        Assert.Equal("`--sigma` needs a value", problems[4]);
        Assert.Equal("the shares under `errors` add up to 1.2, and must not exceed 1", problems[5]);
    }

    [Fact]
    public void Every_setting_can_be_set()
    {
        foreach (var name in SimulatorSettingTable.Names)
        {
            var settings = SimulatorSettings.Default;
            var text = name switch
            {
                "retryAfterForm" => "date",
                "latency" or "retryAfter" => "7ms",
                "sigma" or "loadFactor" => "0.75",
                _ => name.StartsWith("errors.", StringComparison.Ordinal) ? "0.5" : "7",
            };
            Assert.Null(SimulatorSettingTable.TrySet(ref settings, name, text));
            Assert.NotEqual(SimulatorSettings.Default, settings);
        }
    }
}
