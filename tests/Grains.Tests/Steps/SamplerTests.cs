using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps;
using Granary.Grains.Tests.Documents;

namespace Granary.Grains.Tests.Steps;

public sealed class SamplerTests
{
    private const int Many = 20_000;

    // Computed by an independent implementation of the rules, not taken from this one.
    [Theory]
    [InlineData("uuid", "{}", "\"5139ddb1-34f7-4592-9401-eeefc47f0b14\" \"be696d34-d710-4962-8f60-63c5b1d36493\" \"a94b5175-f5df-41c7-b42e-49d5c7d8aace\" \"dba2ca7f-c212-40bc-866d-24e9a6a6f65a\"")]
    [InlineData("uuid", "{ prefix: t-, short: true, uppercase: true }", "\"t-5139DDB1\" \"t-BE696D34\" \"t-A94B5175\" \"t-DBA2CA7F\"")]
    [InlineData("category", "{ values: [router, phone, 3, true], weights: [3, 2, 1, 1] }", "\"router\" 3 \"phone\" true")]
    [InlineData("uniform", "{ low: -1, high: 1 }", "-0.3654215702754877 0.4875923641212714 0.3226110292414397 0.7159054874247359")]
    [InlineData("uniform", "{ low: 1, high: 100, decimals: 2 }", "32.41 74.64 66.47 85.94")]
    [InlineData("gaussian", "{ mean: 41, stddev: 14, min: 18, max: 90, decimals: 0 }", "47 32 35 26")]
    [InlineData("bernoulli", "{ p: 0.5 }", "true false false false")]
    [InlineData("binomial", "{ n: 20, p: 0.3 }", "4 6 5 5")]
    [InlineData("poisson", "{ mean: 4 }", "5 6 6 6")]
    [InlineData("datetime", "{ start: 2026-01-01, end: 2026-12-31, unit: hour }", "\"2026-04-26T12:00:00Z\" \"2026-09-28T18:00:00Z\" \"2026-08-29T17:00:00Z\" \"2026-11-09T07:00:00Z\"")]
    [InlineData("timedelta", "{ min: 1, max: 10, unit: day }", "345600 691200 604800 777600")]
    public async Task Values_never_change(string sampler, string parameters, string golden)
    {
        var run = await SamplerAsync(sampler, parameters);

        Assert.Equal(golden, string.Join(' ', await run.ValuesAsync("x", 4)));
    }

    [Fact]
    public async Task Values_depend_on_seed_row_and_name_alone()
    {
        const string Column = "{ name: x, kind: sampler, sampler: gaussian, params: { mean: 0, stddev: 1 } }";
        var alone = await RunDocuments.RunAsync($"name: a\nrows: 10\nrandomSeed: 5\ncolumns: [ {Column} ]");
        var among = await RunDocuments.RunAsync(
            $"name: b\nrows: 99\nrowGroupSize: 3\nrandomSeed: 5\ncolumns: [ {{ name: y, kind: sampler, sampler: uuid }}, {Column}, {Column.Replace("name: x", "name: z", StringComparison.Ordinal)} ]");
        var otherSeed = await RunDocuments.RunAsync($"name: a\nrows: 10\nrandomSeed: 6\ncolumns: [ {Column} ]");
        var values = await alone.ValuesAsync("x", 10);
        var backwards = new List<string>();
        for (var row = 9; row >= 0; row--)
        {
            backwards.Insert(0, Values.DataJson.Text((await among.RunAsync("x", row)).Value));
        }

        Assert.Equal(values, backwards);
        Assert.NotEqual(values, await among.ValuesAsync("z", 10));
        Assert.NotEqual(values, await otherSeed.ValuesAsync("x", 10));
        Assert.Equal(10, values.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("uniform", "{ low: 10, high: 20 }", 15, 8.333)]
    [InlineData("gaussian", "{ mean: 5, stddev: 2 }", 5, 4)]
    [InlineData("binomial", "{ n: 50, p: 0.2 }", 10, 8)]
    [InlineData("poisson", "{ mean: 6 }", 6, 6)]
    [InlineData("timedelta", "{ min: 0, max: 10 }", 5, 10)]
    public async Task Mean_and_variance_are_those_of_the_distribution(string sampler, string parameters, double mean, double variance)
    {
        var numbers = await (await SamplerAsync(sampler, parameters)).NumbersAsync("x", Many);
        var found = numbers.Average();

        Assert.Equal(mean, found, tolerance: 0.02 * mean);
        Assert.Equal(variance, numbers.Average(n => (n - found) * (n - found)), tolerance: 0.04 * variance);
    }

    [Fact]
    public async Task Weights_are_kept()
    {
        var run = await SamplerAsync("category", "{ values: [a, b, c], weights: [6, 0, 2] }");
        var counts = (await run.ValuesAsync("x", Many)).CountBy(v => v).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

        Assert.Equal(["\"a\"", "\"c\""], counts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(0.75 * Many, counts["\"a\""], tolerance: 0.02 * Many);
    }

    [Fact]
    public async Task Probability_is_kept()
    {
        var run = await SamplerAsync("bernoulli", "{ p: 0.2 }");

        Assert.Equal(0.2 * Many, (await run.ValuesAsync("x", Many)).Count(v => v == "true"), tolerance: 0.01 * Many);
    }

    [Fact]
    public async Task Gaussian_outside_its_bounds_is_redrawn_then_moved_to_the_bound()
    {
        var redrawn = await (await SamplerAsync("gaussian", "{ mean: 0, stddev: 1, min: -0.5, max: 0.5 }")).NumbersAsync("x", 1_000);
        var moved = await (await SamplerAsync("gaussian", "{ mean: 0, stddev: 0, min: 3, max: 4 }")).NumbersAsync("x", 3);

        Assert.All(redrawn, n => Assert.InRange(n, -0.5, 0.5));
        Assert.DoesNotContain(0.5, redrawn);
        Assert.Equal([3, 3, 3], moved);
    }

    [Fact]
    public async Task Both_ends_of_a_range_of_instants_are_possible()
    {
        var run = await SamplerAsync("datetime", "{ start: 2026-01-01, end: 2026-01-03T12:00:00Z, unit: day }");

        Assert.Equal(
            ["\"2026-01-01T00:00:00Z\"", "\"2026-01-02T00:00:00Z\"", "\"2026-01-03T00:00:00Z\""],
            (await run.ValuesAsync("x", 100)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Subcategory_follows_its_parent()
    {
        var run = await RunDocuments.RunAsync("""
            name: x
            rows: 1
            columns:
              - { name: p, kind: expression, template: "{{p2}}" }
              - { name: p2, kind: sampler, sampler: uuid }
              - { name: x, kind: sampler, sampler: subcategory, params: { of: p, values: { a: [1, 2], "7": [3] } } }
            """);

        Assert.Equal("3", (await run.RunAsync("x", 0, """{"p": 7}""")).Value.GetRawText());
        Assert.Equal("3", (await run.RunAsync("x", 0, """{"p": "7"}""")).Value.GetRawText());
        var failure = (await run.RunAsync("x", 0, """{"p": "b"}""")).Failure!;
        Assert.Equal((StepFailureKinds.Sampler, false), (failure.Kind, failure.Retryable));
    }

    [Fact]
    public async Task Timedelta_adds_to_an_instant()
    {
        var run = await RunDocuments.RunAsync("""
            name: x
            rows: 1
            columns:
              - { name: d, kind: sampler, sampler: datetime, params: { start: 2026-01-01, end: 2026-01-01 } }
              - { name: x, kind: sampler, sampler: timedelta, params: { min: 36, max: 36, unit: hour, from: d } }
            """);

        Assert.Equal("2026-01-02T12:00:00Z", (await run.RunAsync("x", 0, """{"d": "2026-01-01T00:00:00Z"}""")).Value.GetString());
        Assert.Equal(StepFailureKinds.Sampler, (await run.RunAsync("x", 0, """{"d": "soon"}""")).Failure!.Kind);
        Assert.Equal(StepFailureKinds.Sampler, (await run.RunAsync("x", 0, """{"d": "9999-12-31T00:00:00Z"}""")).Failure!.Kind);
    }

    [Fact]
    public async Task Parameters_may_be_templates_of_other_columns()
    {
        var run = await RunDocuments.RunAsync("""
            name: x
            rows: 1
            columns:
              - { name: base, kind: sampler, sampler: uniform, params: { low: 1, high: 9, decimals: 0 } }
              - { name: list, kind: expression, expr: "[base, base + 1]", type: json }
              - { name: u, kind: sampler, sampler: uniform, params: { low: "{{base}}", high: "{{add base 1}}", decimals: 0 } }
              - { name: w, kind: sampler, sampler: uniform, params: { low: 0, high: "{{base}}" } }
              - { name: c, kind: sampler, sampler: category, params: { values: "{{json list}}" } }
              - { name: id, kind: sampler, sampler: uuid, params: { prefix: "{{base}}-", short: true } }
            """);

        Assert.Equal([0], run.Columns[2].Upstream);
        Assert.Contains((await run.RunAsync("u", 0, """{"base": 5}""")).Value.GetRawText(), (string[])["5", "6"]);
        Assert.Contains((await run.RunAsync("c", 0, """{"list": [8, 9]}""")).Value.GetRawText(), (string[])["8", "9"]);
        Assert.StartsWith("5-", (await run.RunAsync("id", 0, """{"base": 5}""")).Value.GetString(), StringComparison.Ordinal);
        Assert.Equal(StepFailureKinds.Template, (await run.RunAsync("u", 0, """{"base": "x"}""")).Failure!.Kind);
        Assert.Equal(StepFailureKinds.Sampler, (await run.RunAsync("w", 0, """{"base": -5}""")).Failure!.Kind);
        Assert.Equal(StepFailureKinds.Sampler, (await run.RunAsync("c", 0, """{"list": "none"}""")).Failure!.Kind);
    }

    [Fact]
    public async Task First_case_that_holds_gives_the_parameters()
    {
        var run = await RunDocuments.RunAsync("""
            name: x
            rows: 1
            columns:
              - { name: k, kind: sampler, sampler: category, params: { values: [a, b, c] } }
              - { name: x, kind: sampler, sampler: uniform, params: { low: 0, high: 0 }, cases: [ { when: "k == 'a'", params: { low: 1, high: 1 } }, { when: "k != 'c'", params: { low: 2, high: 2 } } ] }
            """);

        Assert.Equal("1", (await run.RunAsync("x", 0, """{"k": "a"}""")).Value.GetRawText());
        Assert.Equal("2", (await run.RunAsync("x", 0, """{"k": "b"}""")).Value.GetRawText());
        Assert.Equal("0", (await run.RunAsync("x", 0, """{"k": "c"}""")).Value.GetRawText());
    }

    private static Task<CompiledRun> SamplerAsync(string sampler, string parameters) =>
        RunDocuments.RunAsync($"name: x\nrows: 10\nrandomSeed: 42\ncolumns: [ {{ name: x, kind: sampler, sampler: {sampler}, params: {parameters} }} ]");
}
