using System.Text;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Tests.Documents;

public sealed class RunCompilerTests
{
    private const string Tickets = """
        run: 1
        name: support-tickets
        rows: 5000
        columns:
          - { name: id, kind: sampler, sampler: uuid, params: { prefix: "t-" } }
          - { name: product, kind: sampler, sampler: category, params: { values: [router, phone], weights: [3, 2] } }
          - { name: issue, kind: sampler, sampler: subcategory, params: { of: product, values: { router: [no signal, reset loop], phone: [battery, screen] } } }
          - { name: age, kind: sampler, sampler: gaussian, params: { mean: 41, stddev: 14, min: 18, max: 90, decimals: 0 } }
          - { name: ticket, kind: llm-text, model: writer, params: { temperature: 0.9, maxTokens: 400 },
              prompt: "A customer aged {{age}} writes about a {{product}}: {{issue}}. Two short paragraphs, no greeting." }
          - { name: triage, kind: llm-structured, model: writer, corrections: 1, prompt: "Classify this message: {{ticket}}",
              schema: { type: object, required: [severity, summary],
                properties: { severity: { enum: [low, medium, high] }, summary: { type: string, maxLength: 200 } } } }
          - { name: urgent, kind: expression, expr: "triage.severity == 'high'", type: bool }
          - { name: reply, kind: llm-text, model: writer, skip: { when: "not urgent" }, prompt: "Answer this urgent message: {{ticket}}" }
          - { name: quality, kind: llm-judge, model: judge, prompt: "Message: {{ticket}}\nReply: {{reply}}",
              rubrics: [ { name: helpful, description: "Does it solve the problem?", options: { 1: not at all, 3: partly, 5: fully } } ] }
        output: { gzip: true }
        """;

    private const string Faq = """
        run: 1
        name: faq-enrichment
        rows: 2000
        seed: { path: data/faq.csv, order: shuffled, partition: { index: 0, of: 4 } }
        rowGroupSize: 200
        window: 16
        randomSeed: 7
        band: standard
        limits: { maxInFlight: 256, deadline: 6h }
        retry: { patience: 30m, onExhausted: pause }
        columns:
          - { name: question, kind: seed, type: string }
          - { name: answer, kind: seed, field: a, type: string }
          - { name: page, kind: expression, template: "https://docs.example.com/search?q={{urlencode question}}",
              type: "string?", skip: { when: "length(answer) > 3", propagate: false } }
          - { name: snippet, kind: llm-text, model: writer, capture: [trace, usage], timeout: 5s, prompt: "Show it in code. {{question}} {{default page ''}}" }
          - { name: turns, kind: expression, expr: "length(snippet__trace)", type: int, drop: true }
        output: { format: csv, gzip: true }
        resume: ifPossible
        """;

    private static readonly string[] Four =
        ["run_bad_value /rows", "run_cycle /columns/0", "run_unknown_kind /columns/2/kind", "run_unbound_reference /columns/3/prompt"];

    [Fact]
    public async Task First_worked_document_compiles()
    {
        var run = await RunDocuments.RunAsync(Tickets);

        Assert.Equal(("support-tickets", 5000L, 1000, 3, "bulk"), (run.Name, run.Rows, run.RowGroupSize, run.Window.Max, run.Band));
        Assert.Equal(["id", "product", "issue", "age", "ticket", "triage", "urgent", "reply", "quality"], run.Columns.Select(c => c.Name));
        Assert.Equal([[], [], [1], [], [1, 2, 3], [4], [5], [4, 6], [4, 7]], run.Columns.Select(c => c.Upstream.ToArray()));
        Assert.Equal([false, false, false, false, true, true, false, true, true], run.Columns.Select(c => c.Logged));
        Assert.Equal([null, null, null, null, "writer", "writer", null, "writer", "judge"], run.Columns.Select(c => c.Alias));
        Assert.True(run.Output.Gzip);
        Assert.True(run.Columns[7].Skip!.Propagate);
        Assert.Equal(Enumerable.Range(0, 9), run.Graph.Order);
    }

    [Fact]
    public async Task Second_worked_document_compiles_with_a_shuffled_partition()
    {
        var csv = new StringBuilder("question,a\n");
        for (var i = 0; i < 10; i++)
        {
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"q{i},a{i}\n");
        }

        var run = await RunDocuments.RunAsync(Faq, new MemoryArtifacts().With("data/faq.csv", csv.ToString()));

        Assert.Equal((2000L, 200, 16, "standard", 7UL, "ifPossible"), (run.Rows, run.RowGroupSize, run.Window.Max, run.Band, run.RandomSeed, run.Resume));
        Assert.Equal((256, TimeSpan.FromHours(6)), (run.Limits.MaxInFlight, run.Limits.Deadline!.Value));
        Assert.Equal(TimeSpan.FromMinutes(30), run.Retry.Patience);
        Assert.Equal(("csv", true), (run.Output.Format, run.Output.Gzip));
        Assert.Equal(2, run.Seed!.Count);
        Assert.Equal(["snippet__trace", "snippet__usage"], run.Columns[3].SideColumns);
        Assert.Equal([3], run.Columns[4].Upstream);
        Assert.False(run.Columns[2].Skip!.Propagate);
    }

    [Fact]
    public async Task Four_mistakes_are_told_together_sorted_by_place()
    {
        var errors = await RunDocuments.ErrorsAsync("""
            name: x
            rows: many
            columns:
              - { name: a, kind: expression, expr: b }
              - { name: b, kind: expression, expr: a }
              - { name: c, kind: nope }
              - { name: d, kind: llm-text, model: writer, prompt: "{{e}}" }
            """);

        Assert.Equal(Four, errors.Select(e => $"{e.Code} {e.Pointer}"));
        Assert.Equal([null, "a", "c", "d"], errors.Select(e => e.Column));
    }

    [Fact]
    public async Task Every_cycle_is_named_once()
    {
        var errors = await RunDocuments.ErrorsAsync("""
            name: x
            rows: 1
            columns:
              - { name: a, kind: expression, expr: b }
              - { name: b, kind: expression, expr: "[a, c]" }
              - { name: c, kind: expression, expr: "[b, c]" }
            """);

        Assert.Equal(["a → b → a", "b → c → b", "c → c"], errors.Select(e => e.Message.Split(": ")[1]));
    }

    [Fact]
    public async Task At_most_a_hundred_errors_are_told()
    {
        var yaml = new StringBuilder("name: x\nrows: 1\ncolumns:\n");
        for (var i = 0; i < 300; i++)
        {
            yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"  - {{ name: c{i}, kind: nope }}\n");
        }

        var errors = await RunDocuments.ErrorsAsync(yaml.ToString());

        Assert.Equal(100, errors.Length);
        Assert.Equal(4, errors[0].Line);
        Assert.Equal(103, errors[99].Line);
    }

    [Fact]
    public async Task Json_and_yaml_of_the_same_document_have_one_fingerprint()
    {
        var yaml = await RunDocuments.RunAsync("name: x\nrows: 3\ncolumns:\n  - { name: n, kind: sampler, sampler: uniform, params: { low: 1.0, high: 0x10 } }");
        var json = (await RunDocuments.CompileAsync(RunDocuments.Json(
            """{"columns":[{"params":{"high":16,"low":1},"sampler":"uniform","kind":"sampler","name":"n"}],"name":"other","rows":99,"labels":{"a":"b"}}"""))).Run!;

        Assert.Equal(yaml.Fingerprint, json.Fingerprint);
        Assert.Equal(yaml.RandomSeed, json.RandomSeed);
        Assert.Equal(Convert.FromHexString(yaml.Fingerprint)[..8], BitConverter.GetBytes(yaml.RandomSeed));
    }

    [Theory]
    [InlineData("name: y\nrows: 9\nwindow: 9\nlimits: { maxInFlight: 1 }\nretry: { salvageRounds: 1 }\nshutdown: { rate: off }\nband: standard\nlabels: { a: b }\noutput: { gzip: true }\nresume: always\ncolumns: [ { name: t, kind: llm-text, model: writer, prompt: hi, timeout: 9s } ]", true)]
    [InlineData("name: x\nrows: 1\nrowGroupSize: 5\ncolumns: [ { name: t, kind: llm-text, model: writer, prompt: hi } ]", false)]
    [InlineData("name: x\nrows: 1\ncolumns: [ { name: t, kind: llm-text, model: writer, prompt: ho } ]", false)]
    public async Task Fingerprint_holds_what_decides_the_values_and_nothing_else(string other, bool same)
    {
        var first = await RunDocuments.RunAsync("name: x\nrows: 1\ncolumns: [ { name: t, kind: llm-text, model: writer, prompt: hi } ]");
        var second = await RunDocuments.RunAsync(other);

        Assert.Equal(same, first.Fingerprint == second.Fingerprint);
    }

    [Fact]
    public async Task Overrides_replace_fields_and_are_checked_like_them()
    {
        var submission = RunDocuments.Yaml(Tickets) with { Rows = 12, Resume = "always", Band = "standard" };
        var run = (await RunDocuments.CompileAsync(submission)).Run!;
        var bad = await RunDocuments.CompileAsync(RunDocuments.Yaml(Tickets) with { Rows = 0, Band = "fast" });

        Assert.Equal((12L, "always", "standard"), (run.Rows, run.Resume, run.Band));
        Assert.Equal(["/band", "/rows"], bad.Errors.Select(e => e.Pointer).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Canonical_document_compiles_to_the_same_run()
    {
        var first = (await RunDocuments.CompileAsync(RunDocuments.Yaml(Tickets) with { Rows = 12 })).Run!;
        var again = (await RunDocuments.CompileAsync(RunDocuments.Json(first.CanonicalDocument))).Run!;

        Assert.Equal(first.CanonicalDocument, again.CanonicalDocument);
        Assert.Equal(first.Fingerprint, again.Fingerprint);
        Assert.Equal(first.Rows, again.Rows);
        Assert.Equal(first.Columns.Select(c => c.Name), again.Columns.Select(c => c.Name));
    }

    [Fact]
    public async Task Validation_tells_order_edges_and_tasks()
    {
        RunValidation validation = (await RunDocuments.CompileAsync(RunDocuments.Yaml("""
            name: x
            rows: 7
            columns:
              - { name: b, kind: expression, expr: "a + 1", type: int }
              - { name: a, kind: sampler, sampler: poisson, params: { mean: 4 } }
              - { name: c, kind: llm-text, model: writer, prompt: always the same, drop: true }
            """))).ToValidation();

        Assert.True(validation.Readable);
        Assert.Equal(["a", "b", "c"], validation.Order);
        Assert.Equal(["a → b"], validation.Edges);
        Assert.Equal(21, validation.Tasks);
        Assert.Equal(2, validation.Warnings.Length);
    }

    [Fact]
    public async Task Expression_that_asks_for_the_time_is_kept_durably()
    {
        var run = await RunDocuments.RunAsync("name: x\nrows: 1\ncolumns: [ { name: at, kind: expression, expr: now(), type: string }, { name: b, kind: expression, template: \"{{at}}\" } ]");

        Assert.True(run.Columns[0].Logged);
        Assert.False(run.Columns[1].Logged);
    }
}
