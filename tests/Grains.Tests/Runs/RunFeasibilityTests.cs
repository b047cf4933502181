using System.Collections.Immutable;
using Granary.Abstractions.Providers;
using Granary.Admission;
using Granary.Grains.Runs;
using Granary.Grains.Tests.Documents;

namespace Granary.Grains.Tests.Runs;

/// <summary>Writer and judge have 8 places each, of which 4 are in force; calls take two seconds.</summary>
public sealed class RunFeasibilityTests : IEndpointViews
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("3600s", null)]
    [InlineData("3599s", "cannot be met: the earliest likely end is 2026-01-01T01:00:00.0000000+00:00, 1h from now (alias writer: 7200 calls at no more than 2/s now)")]
    public async Task Deadline_below_the_least_time_is_told_with_the_earliest_likely_end(string deadline, string? problem)
    {
        var found = await ProblemAsync($"limits: {{ deadline: {deadline} }}", "rows: 3600", Two);
        Assert.Equal(problem is null, found is null);
        Assert.EndsWith(problem ?? "", found ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_that_may_be_left_out_and_what_is_built_on_them_are_not_counted()
    {
        const string skipped = "  - { name: b, kind: llm-text, model: writer, prompt: \"{{a}}\", skip: { when: \"a == ''\", propagate: false } }\n  - { name: c, kind: llm-text, model: writer, prompt: \"{{b}}\" }\n";
        Assert.Null(await ProblemAsync("limits: { deadline: 1800s }", "rows: 3600", One + skipped));
        Assert.NotNull(await ProblemAsync("limits: { deadline: 1799s }", "rows: 3600", One + skipped));
    }

    [Fact]
    public async Task Own_bound_counts_and_what_nobody_knows_does_not()
    {
        Assert.Contains("at no more than 0.5/s", await ProblemAsync("limits: { deadline: 1h, maxInFlight: 1 }", "rows: 3600", One), StringComparison.Ordinal);
        Assert.Null(await ProblemAsync("limits: { deadline: 1s }", "rows: 3600", One, known: false));
        Assert.Null(await ProblemAsync("band: bulk", "rows: 1000000", One));
    }

    public Task<EndpointView?> ViewAsync(string alias, CancellationToken cancellationToken) => Task.FromResult<EndpointView?>(new EndpointView(
        "simulator", "sim-1", "chat", "seek", 4, 8, 0, 1, 0, 0, ImmutableSortedDictionary<string, int>.Empty, 0, "open", 0, 0, null, 1, false));

    private const string One = "  - { name: a, kind: llm-text, model: writer, prompt: hi }\n";
    private const string Two = One + "  - { name: b, kind: llm-text, model: writer, prompt: \"{{a}}\" }\n";

    private async Task<string?> ProblemAsync(string limits, string rows, string columns, bool known = true)
    {
        var run = await RunDocuments.RunAsync($"run: 1\nname: n\n{rows}\n{limits}\ncolumns:\n{columns}");
        return await new RunFeasibility(new TestAliases(), this, key => known ? TimeSpan.FromSeconds(2) : null).ProblemAsync(run, _now, TestContext.Current.CancellationToken);
    }
}
