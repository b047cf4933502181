namespace Granary.Grains.Tests.Documents;

/// <summary>Each bad document is answered with its named error, at its place, with a remedy.</summary>
public sealed class BadDocumentTests
{
    private const string Head = "run: 1\nname: x\nrows: 10\ncolumns:\n";
    private const string Id = "  - { name: id, kind: sampler, sampler: uuid }\n";
    private const string Text = "  - { name: t, kind: llm-text, model: writer, prompt: \"Say {{id}}\" }\n";

    public static TheoryData<string, string, string, int, string, string> Table { get; } = new()
    {
        // what, document, code, line, pointer, part of message or hint
        { "nothing", "", "run_unreadable", 1, "", "empty" },
        { "prose", "just some words", "run_unreadable", 1, "", "mapping" },
        { "list", "- a\n- b", "run_unreadable", 1, "", "a list" },
        { "broken yaml", "run: 1\nname: [x\nrows: 1", "run_unreadable", 2, "", "no YAML" },
        { "tabs", "run: 1\ncolumns:\n\t- a", "run_unreadable", 3, "", "no YAML" },
        { "name twice", "run: 1\nname: x\nname: y", "run_unreadable", 3, "", "`name` stands twice" },
        { "anchor", "run: 1\nname: &n x", "run_unreadable", 2, "", "anchor" },
        { "alias", "run: 1\nname: *n", "run_unreadable", 2, "", "alias" },
        { "tag", "run: 1\nname: !!str x", "run_unreadable", 2, "", "tag" },
        { "two documents", "run: 1\n---\nrun: 1", "run_unreadable", 2, "", "second" },
        { "infinity", "run: 1\nrows: .inf", "run_unreadable", 2, "", "finite" },
        { "version", "run: 2\nname: x\nrows: 1\ncolumns:\n" + Id, "run_bad_value", 1, "/run", "from 1 to 1" },
        { "no name", "rows: 1\ncolumns:\n" + Id, "run_missing_field", 1, "", "`name`" },
        { "bad name", "name: Hello World\nrows: 1\ncolumns:\n" + Id, "run_bad_value", 1, "/name", "small letters" },
        { "no rows", "name: x\ncolumns:\n" + Id, "run_bad_value", 1, "", "`rows`" },
        { "zero rows", "name: x\nrows: 0\ncolumns:\n" + Id, "run_bad_value", 2, "/rows", "found 0" },
        { "negative rows", "name: x\nrows: -5\ncolumns:\n" + Id, "run_bad_value", 2, "/rows", "from 1 to 1000000000" },
        { "fractional rows", "name: x\nrows: 1.5\ncolumns:\n" + Id, "run_bad_value", 2, "/rows", "found 1.5" },
        { "rows as text", "name: x\nrows: \"10\"\ncolumns:\n" + Id, "run_bad_value", 2, "/rows", "the text \"10\"" },
        { "too many rows", "name: x\nrows: 1000000001\ncolumns:\n" + Id, "run_bad_value", 2, "/rows", "1000000001" },
        { "unknown field", "name: x\nrows: 1\nrowGroupsize: 5\ncolumns:\n" + Id, "run_unknown_field", 3, "/rowGroupsize", "Did you mean `rowGroupSize`?" },
        { "no columns", "name: x\nrows: 1", "run_missing_field", 1, "", "`columns`" },
        { "empty columns", "name: x\nrows: 1\ncolumns: []", "run_bad_value", 3, "/columns", "1 to 500" },
        { "column is text", Head + "  - hello", "run_bad_value", 5, "/columns/0", "mapping" },
        { "column without kind", Head + "  - { name: a }", "run_missing_field", 5, "/columns/0", "`kind`" },
        { "window too wide", "name: x\nrows: 1\nwindow: 300\ncolumns:\n" + Id, "run_bad_value", 3, "/window", "from 1 to 256" },
        { "window with fields that is not adaptive", "name: x\nrows: 1\nwindow: { max: 4 }\ncolumns:\n" + Id, "run_bad_value", 3, "/window", "adaptive: true" },
        { "adaptive window out of range", "name: x\nrows: 1\nwindow: { adaptive: true, max: 257 }\ncolumns:\n" + Id, "run_bad_value", 3, "/window/max", "257" },
        { "group size", "name: x\nrows: 1\nrowGroupSize: 100001\ncolumns:\n" + Id, "run_bad_value", 3, "/rowGroupSize", "100001" },
        { "random seed", "name: x\nrows: 1\nrandomSeed: -1\ncolumns:\n" + Id, "run_bad_value", 3, "/randomSeed", "18446744073709551615" },
        { "survivors by less than one", "name: x\nrows: 1\nsurvivors: { maxFactor: 0.5 }\ncolumns:\n" + Id, "run_bad_value", 3, "/survivors/maxFactor", "0.5" },
        { "survivors with another field", "name: x\nrows: 1\nsurvivors: { factor: 2 }\ncolumns:\n" + Id, "run_unknown_field", 3, "/survivors/factor", "maxFactor" },
        { "processors", "name: x\nrows: 1\nprocessors: {}\ncolumns:\n" + Id, "run_bad_value", 3, "/processors", "not available yet" },
        { "max cost without price", "name: x\nrows: 1\nlimits: { maxCost: { amount: 1 } }\ncolumns:\n  - { name: a, kind: llm-text, model: writer, prompt: x }", "run_bad_value", 3, "/limits/maxCost", "alias `writer` has no price" },
        { "max cost of nothing", "name: x\nrows: 1\nlimits: { maxCost: { amount: 0 } }\ncolumns:\n" + Id, "run_bad_value", 3, "/limits/maxCost/amount", "0" },
        { "max cost without amount", "name: x\nrows: 1\nlimits: { maxCost: { currency: EUR } }\ncolumns:\n" + Id, "run_missing_field", 3, "/limits/maxCost", "amount" },
        { "max cost in no currency", "name: x\nrows: 1\nlimits: { maxCost: { amount: 1, currency: eur } }\ncolumns:\n" + Id, "run_bad_value", 3, "/limits/maxCost/currency", "three capital letters" },
        { "no tokens", "name: x\nrows: 1\nlimits: { maxTokens: 0 }\ncolumns:\n" + Id, "run_bad_value", 3, "/limits/maxTokens", "0" },
        { "deadline", "name: x\nrows: 1\nlimits: { deadline: 5 }\ncolumns:\n" + Id, "run_bad_value", 3, "/limits/deadline", "unit" },
        { "band", "name: x\nrows: 1\nband: bulky\ncolumns:\n" + Id, "run_bad_value", 3, "/band", "Did you mean `bulk`?" },
        { "column name", Head + "  - { name: 1a, kind: sampler, sampler: uuid }", "run_bad_value", 5, "/columns/0/name", "start with a letter" },
        { "double underscore", Head + "  - { name: a__b, kind: sampler, sampler: uuid }", "run_bad_value", 5, "/columns/0/name", "no `__`" },
        { "duplicate column", Head + Id + Id, "run_duplicate_column", 6, "/columns/1/name", "line 5" },
        { "unknown kind", Head + "  - { name: a, kind: llm-txt, model: writer, prompt: hi }", "run_unknown_kind", 5, "/columns/0/kind", "Did you mean `llm-text`?" },
        { "later kind", Head + "  - { name: a, kind: embedding, model: embed, input: x }", "run_unknown_kind", 5, "/columns/0/kind", "Valid kinds: " },
        { "unknown sampler", Head + "  - { name: a, kind: sampler, sampler: gausian }", "run_unknown_sampler", 5, "/columns/0/sampler", "Did you mean `gaussian`?" },
        { "sampler field", Head + "  - { name: a, kind: sampler, sampler: uuid, params: { prefx: a } }", "run_unknown_field", 5, "/columns/0/params/prefx", "Did you mean `prefix`?" },
        { "weights", Head + "  - { name: a, kind: sampler, sampler: category, params: { values: [1, 2], weights: [1] } }", "run_bad_value", 5, "/columns/0/params/weights", "1 weights for 2 values" },
        { "weights sum", Head + "  - { name: a, kind: sampler, sampler: category, params: { values: [1, 2], weights: [0, 0] } }", "run_bad_value", 5, "/columns/0/params/weights", "more than 0" },
        { "low above high", Head + "  - { name: a, kind: sampler, sampler: uniform, params: { low: 5, high: 1 } }", "run_bad_value", 5, "/columns/0/params/low", "above" },
        { "stddev", Head + "  - { name: a, kind: sampler, sampler: gaussian, params: { mean: 1, stddev: -1 } }", "run_bad_value", 5, "/columns/0/params/stddev", "at least 0" },
        { "sampler without params", Head + "  - { name: a, kind: sampler, sampler: poisson }", "run_missing_field", 5, "/columns/0", "`mean`" },
        { "end before start", Head + "  - { name: a, kind: sampler, sampler: datetime, params: { start: 2026-02-01, end: 2026-01-01 } }", "run_bad_value", 5, "/columns/0/params/start", "after" },
        { "timedelta from text", Head + "  - { name: n, kind: sampler, sampler: uniform, params: { low: 1, high: 2 } }\n  - { name: a, kind: sampler, sampler: timedelta, params: { min: 1, max: 2, from: n } }", "run_type_mismatch", 6, "/columns/1/params/from", "float" },
        { "subcategory hole", Head + "  - { name: p, kind: sampler, sampler: category, params: { values: [x, y] } }\n  - { name: a, kind: sampler, sampler: subcategory, params: { of: p, values: { x: [1] } } }", "run_type_mismatch", 6, "/columns/1/params/of", "none for y" },
        { "missing alias", Head + Id + "  - { name: a, kind: llm-text, model: writr, prompt: \"{{id}}\" }", "run_unknown_alias", 6, "/columns/1/model", "Did you mean `writer`?" },
        { "embedding alias", Head + Id + "  - { name: a, kind: llm-text, model: embed, prompt: \"{{id}}\" }", "run_unknown_alias", 6, "/columns/1/model", "for embedding" },
        { "no prompt", Head + "  - { name: a, kind: llm-text, model: writer }", "run_missing_field", 5, "/columns/0", "`prompt`" },
        { "temperature", Head + "  - { name: a, kind: llm-text, model: writer, prompt: hi, params: { temperature: 3 } }", "run_bad_value", 5, "/columns/0/params/temperature", "from 0 to 2" },
        { "reserved parameter", Head + "  - { name: a, kind: llm-text, model: writer, prompt: hi, params: { extra: { stream: true } } }", "run_bad_value", 5, "/columns/0/params/extra/stream", "`stream`" },
        { "capture", Head + "  - { name: a, kind: llm-text, model: writer, prompt: hi, capture: [traces] }", "run_bad_value", 5, "/columns/0/capture/0", "Did you mean `trace`?" },
        { "open block", Head + Id + "  - { name: a, kind: llm-text, model: writer, prompt: \"{{#if id}}x\" }", "run_template", 6, "/columns/1/prompt", "not closed" },
        { "unknown helper", Head + Id + "  - { name: a, kind: llm-text, model: writer, prompt: \"ab {{uper id}}\" }", "run_template", 6, "/columns/1/prompt", "Did you mean `upper`?" },
        { "partial", Head + "  - { name: a, kind: llm-text, model: writer, prompt: \"{{> x}}\" }", "run_template", 5, "/columns/0/prompt", "partials" },
        { "unbound in prompt", Head + Id + "  - { name: a, kind: llm-text, model: writer, prompt: \"{{idd}}\" }", "run_unbound_reference", 6, "/columns/1/prompt", "Did you mean `id`?" },
        { "unbound in expr", Head + Id + "  - { name: a, kind: expression, expr: \"idx == 'a'\" }", "run_unbound_reference", 6, "/columns/1/expr", "character 1" },
        { "unbound property", Head + "  - { name: s, kind: llm-structured, model: writer, prompt: hi, schema: { type: object, properties: { severity: { type: string } } } }\n  - { name: a, kind: expression, expr: \"s.severty == 'a'\" }", "run_unbound_reference", 6, "/columns/1/expr", "Did you mean `severity`?" },
        { "uncaptured side", Head + Id + Text + "  - { name: a, kind: expression, template: \"{{t__trace}}\" }", "run_unbound_reference", 7, "/columns/2/template", "capture: [trace]" },
        { "requires", Head + "  - { name: a, kind: llm-text, model: writer, prompt: hi, requires: [b] }", "run_unbound_reference", 5, "/columns/0/requires/0", "`b`" },
        { "cycle", Head + "  - { name: a, kind: expression, expr: b }\n  - { name: b, kind: expression, expr: a }", "run_cycle", 5, "/columns/0", "a → b → a" },
        { "own value", Head + "  - { name: a, kind: expression, expr: a }", "run_cycle", 5, "/columns/0", "a → a" },
        { "expression syntax", Head + "  - { name: a, kind: expression, expr: \"1 +\" }", "run_bad_value", 5, "/columns/0/expr", "ends too early" },
        { "unknown function", Head + "  - { name: a, kind: expression, expr: \"lenght('a')\" }", "run_bad_value", 5, "/columns/0/expr", "Did you mean `length`?" },
        { "template and expr", Head + "  - { name: a, kind: expression, expr: \"1\", template: x }", "run_bad_value", 5, "/columns/0/expr", "exclude each other" },
        { "expr type", Head + "  - { name: a, kind: expression, expr: \"'x'\", type: int }", "run_type_mismatch", 5, "/columns/0/expr", "expected int" },
        { "operator type", Head + Id + "  - { name: a, kind: expression, expr: \"id * 2\" }", "run_type_mismatch", 6, "/columns/1/expr", "string and int" },
        { "helper type", Head + Id + "  - { name: a, kind: expression, template: \"{{add id 1}}\" }", "run_type_mismatch", 6, "/columns/1/template", "a number" },
        { "declared type", Head + "  - { name: a, kind: llm-text, model: writer, prompt: hi, type: int }", "run_type_mismatch", 5, "/columns/0/type", "string" },
        { "unknown type", Head + "  - { name: a, kind: expression, expr: \"1\", type: integer }", "run_bad_value", 5, "/columns/0/type", "string, int, float" },
        { "later type", Head + "  - { name: a, kind: expression, expr: \"1\", type: \"tensor<f32,[3]>\" }", "run_bad_value", 5, "/columns/0/type", "not available yet" },
        { "skip when no bool", Head + Id + "  - { name: a, kind: llm-text, model: writer, prompt: \"{{id}}\", skip: { when: id } }", "run_type_mismatch", 6, "/columns/1/skip/when", "expected bool" },
        { "skip without reference", Head + "  - { name: a, kind: llm-text, model: writer, prompt: hi, skip: { when: \"true\" } }", "run_skip", 5, "/columns/0/skip/when", "no column" },
        { "skip on sampler", Head + Id + "  - { name: a, kind: sampler, sampler: uuid, skip: { when: \"id == ''\" } }", "run_skip", 6, "/columns/1/skip", "sampler" },
        { "skip asks for time", Head + Id + "  - { name: a, kind: llm-text, model: writer, prompt: \"{{id}}\", skip: { when: \"now() > id\" } }", "run_bad_value", 6, "/columns/1/skip/when", "time" },
        { "no schema", Head + "  - { name: a, kind: llm-structured, model: writer, prompt: hi }", "run_missing_field", 5, "/columns/0", "`schema`" },
        { "schema type", Head + "  - { name: a, kind: llm-structured, model: writer, prompt: hi, schema: { type: strnig } }", "run_bad_value", 5, "/columns/0/schema/type", "string" },
        { "schema keyword", Head + "  - { name: a, kind: llm-structured, model: writer, prompt: hi, schema: { minLenght: 1 } }", "run_bad_value", 5, "/columns/0/schema/minLenght", "Did you mean `minLength`?" },
        { "schema regex", Head + "  - { name: a, kind: llm-structured, model: writer, prompt: hi, schema: { pattern: \"(\" } }", "run_bad_value", 5, "/columns/0/schema/pattern", "regular expression" },
        { "schema reference", Head + "  - { name: a, kind: llm-structured, model: writer, prompt: hi, schema: { $ref: \"http://x/y\" } }", "run_bad_value", 5, "/columns/0/schema/$ref", "inside the schema" },
        { "corrections", Head + "  - { name: a, kind: llm-structured, model: writer, prompt: hi, corrections: 6, schema: {} }", "run_bad_value", 5, "/columns/0/corrections", "from 0 to 5" },
        { "rubrics", Head + "  - { name: a, kind: llm-judge, model: judge, prompt: hi, rubrics: [] }", "run_bad_value", 5, "/columns/0/rubrics", "1 to 20" },
        { "rubric options", Head + "  - { name: a, kind: llm-judge, model: judge, prompt: hi, rubrics: [ { name: r } ] }", "run_missing_field", 5, "/columns/0/rubrics/0", "`options`" },
        { "seed column without dataset", Head + "  - { name: a, kind: seed }", "run_seed", 5, "/columns/0", "has none" },
        { "seed file", "name: x\nseed: { path: data/none.csv }\ncolumns:\n  - { name: a, kind: seed }", "run_seed", 2, "/seed/path", "no dataset" },
        { "seed path", "name: x\nseed: { path: ../a.csv }\ncolumns:\n  - { name: a, kind: seed }", "run_seed", 2, "/seed/path", "`..`" },
        { "seed format", "name: x\nseed: { path: a.txt }\ncolumns:\n  - { name: a, kind: seed }", "run_missing_field", 2, "/seed/path", "format: jsonl" },
        { "seed field", "name: x\nseed: { rows: [ { city: Rome } ] }\ncolumns:\n  - { name: a, kind: seed, field: cty }", "run_seed", 4, "/columns/0/field", "Did you mean `city`?" },
        { "partition", "name: x\nseed: { rows: [ { a: 1 } ], partition: { index: 2, of: 2 } }\ncolumns:\n  - { name: a, kind: seed }", "run_bad_value", 2, "/seed/partition/index", "from 0 to 1" },
        { "empty partition", "name: x\nseed: { rows: [ { a: 1 } ], partition: { index: 0, of: 2 } }\ncolumns:\n  - { name: a, kind: seed }", "run_seed", 2, "/seed", "empty" },
        { "timeout", Head + "  - { name: a, kind: llm-text, model: writer, prompt: hi, timeout: 5 minutes }", "run_bad_value", 5, "/columns/0/timeout", "ms, s, m, h or d" },
        { "unknown column field", Head + "  - { name: a, kind: llm-text, model: writer, promt: hi, prompt: x }", "run_unknown_field", 5, "/columns/0/promt", "Did you mean `prompt`?" },
        { "too many labels", "name: x\nrows: 1\nlabels: { a: '', b: '', c: '', d: '', e: '', f: '', g: '', h: '', i: '', j: '', k: '', l: '', m: '', n: '', o: '', p: '', q: '' }\ncolumns:\n" + Id, "run_bad_value", 3, "/labels", "at most 16" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Bad_document_is_answered_with_its_named_error_and_place(string what, string yaml, string code, int line, string pointer, string part)
    {
        var errors = await RunDocuments.ErrorsAsync(yaml);

        var error = Assert.Single(errors);
        Assert.True(
            (error.Code, error.Line, error.Pointer) == (code, line, pointer) && $"{error.Message} {error.Hint}".Contains(part, StringComparison.Ordinal), $"{what}: {error}");
        Assert.NotNull(error.Position);
    }
}
