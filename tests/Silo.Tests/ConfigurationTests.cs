using Granary.Silo.Hosting;

using Microsoft.Extensions.Options;

namespace Granary.Silo.Tests;

/// <summary>What the process makes of its configuration before it starts. Nothing here listens or writes.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public void Wrong_values_of_all_sections_are_told_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(static () => GranaryHost.Build(
            ["--Silo:Listen=8080", "--Api:MaxCallBytes=-5", "--Admission:Estimator=guess", "--Jobs:MaxRunning=-1"]));
        Assert.Equal(
            ["Admission:Estimator", "Api:MaxCallBytes", "Jobs:MaxRunning", "Silo:Listen"],
            error.Failures.Select(static failure => failure.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--Jobs:MaxRunning=abc", "'abc' at 'Jobs:MaxRunning'")]
    [InlineData("--Silo:DrainTime=soon", "'soon' at 'Silo:DrainTime'")]
    public void Value_of_the_wrong_kind_stops_the_start_and_is_named(string argument, string named) =>
        Assert.Contains(named, Assert.Throws<StartupException>(() => GranaryHost.Build([argument])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Environment_is_read_with_its_prefix_and_the_command_line_wins()
    {
        (string Name, string Value)[] variables =
            [("GRANARY_Admission__Estimator", "vegas"), ("Admission__MaxWaiters", "7"), ("GRANARY_Admission__LeaseLife", "00:00:11")];
        try
        {
            foreach (var (name, value) in variables)
            {
                Environment.SetEnvironmentVariable(name, value);
            }

            await using var app = GranaryHost.Build(["--Admission:LeaseLife=00:00:12"]);
            Assert.Equal(
                ("vegas", null, "00:00:12"),
                (app.Configuration["Admission:Estimator"], app.Configuration["Admission:MaxWaiters"], app.Configuration["Admission:LeaseLife"]));
        }
        finally
        {
            foreach (var (name, _) in variables)
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }
}
