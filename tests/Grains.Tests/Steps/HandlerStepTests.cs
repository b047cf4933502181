using System.Text;
using Granary.Abstractions.Executors;
using Granary.Grains.Tests.Documents;
using Granary.Grains.Values;
using Granary.Scheduling.Columns;

namespace Granary.Grains.Tests.Steps;

public sealed class HandlerStepTests
{
    private const string Custom =
        """
        run: 1
        name: n
        rows: 1
        columns:
          - { name: a, kind: expression, expr: "1 + 1", type: int }
          - { name: b, kind: expression, template: "x" }
          - { name: c, kind: custom, pool: text, handler: "m:f", inputs: INPUTS, params: { limit: 3 } TYPE}
        """;

    [Theory]
    [InlineData("[a, b]", """{"a":2,"b":"x","limit":3}""")]
    [InlineData("{ left: a, right: b }", """{"left":2,"right":"x","limit":3}""")]
    [InlineData("a", """{"a":2,"limit":3}""")]
    public async Task Custom_column_hands_its_handler_inputs_and_params_in_one_object(string inputs, string expected)
    {
        var handlers = ScriptedHandlers.Answering("""{"ok":true}""");
        var run = await RunDocuments.RunAsync(Document(inputs), handlers: handlers);
        var outcome = await run.RunAsync("c", values: """{"a":2,"b":"x"}""");
        Assert.Equal("""{"ok":true}""", DataJson.Text(outcome.Value));
        Assert.Equal(expected, handlers.Asked.Single());
        Assert.Equal(("text", "m:f", "default", "bulk"), (handlers.Calls[0].Pool, handlers.Calls[0].Handler, handlers.Calls[0].Tenant, handlers.Calls[0].Band));
        var column = run.Columns.Single(static c => c.Name == "c");
        Assert.True(column.Logged);
        Assert.False(column.Local);
        Assert.Equal(inputs == "a" ? 1 : 2, column.Upstream.Length);
    }

    [Fact]
    public async Task Value_of_a_custom_column_must_fit_its_type()
    {
        var run = await RunDocuments.RunAsync(Document("[a]", ", type: int "), handlers: ScriptedHandlers.Answering("\"two\""));
        Assert.Equal("type_mismatch", (await run.RunAsync("c", values: """{"a":2}""")).Failure?.Kind);
    }

    [Fact]
    public async Task Batch_hands_lists_over_in_parts_and_gets_a_list_back()
    {
        var handlers = new ScriptedHandlers(static asked => TaskOutcome.Of(TaskPayload.Json(Encoding.UTF8.GetBytes(asked.Contains('3', StringComparison.Ordinal) ? "[30]" : "[10,20]"))));
        var run = await RunDocuments.RunAsync(
            Document("{ texts: a }", ", strategy: batch, batchSize: 2, type: int ").Replace("limit: 3", "limit: 9", StringComparison.Ordinal), handlers: handlers);
        var column = run.Columns.Single(static c => c.Name == "c");
        Assert.True(column.IsBatch);
        Assert.Equal(ColumnStrategy.Batch, run.Graph.Strategy(column.Index));
        var outcome = await run.RunBatchAsync("c", """{"a":1}""", """{"a":2}""", """{"a":3}""");
        Assert.Equal("[10,20,30]", DataJson.Text(outcome.Value));
        Assert.Equal(["""{"texts":[1,2],"limit":9}""", """{"texts":[3],"limit":9}"""], handlers.Asked);
    }

    [Theory]
    [InlineData("[1]", "batch_size_mismatch")]
    [InlineData("[1,2,3]", "batch_size_mismatch")]
    [InlineData("""{"a":1}""", "batch_size_mismatch")]
    [InlineData("""[1,"two"]""", "type_mismatch")]
    public async Task Batch_with_wrong_values_fails_as_a_whole(string answer, string kind)
    {
        var run = await RunDocuments.RunAsync(Document("[a]", ", strategy: batch, type: int "), handlers: ScriptedHandlers.Answering(answer));
        var failure = (await run.RunBatchAsync("c", """{"a":1}""", """{"a":2}""")).Failure!;
        Assert.Equal((kind, false), (failure.Kind, failure.Retryable));
    }

    [Theory]
    [InlineData("{ }", ", strategy: batch ", "/columns/2/strategy")]
    [InlineData("[a]", ", batchSize: 5 ", "/columns/2/batchSize")]
    [InlineData("[a]", ", strategy: batch, batchSize: 0 ", "/columns/2/batchSize")]
    [InlineData("[a]", ", strategy: rows ", "/columns/2/strategy")]
    public async Task Batch_that_cannot_be_is_an_error_of_the_document(string inputs, string fields, string pointer) =>
        Assert.Contains(await RunDocuments.ErrorsAsync(Document(inputs, fields)), error => error.Pointer == pointer);

    [Theory]
    [InlineData(TaskFailureCodes.Overloaded, true, true)]
    [InlineData(TaskFailureCodes.Unhealthy, true, true)]
    [InlineData(TaskFailureCodes.NoCapableSilo, true, true)]
    [InlineData(TaskFailureCodes.Stopped, true, true)]
    [InlineData(TaskFailureCodes.WorkerLost, true, false)]
    [InlineData(TaskFailureCodes.TimedOut, true, false)]
    [InlineData(TaskFailureCodes.Failed, false, false)]
    [InlineData(TaskFailureCodes.UnknownHandler, false, false)]
    [InlineData(TaskFailureCodes.PayloadTooLarge, false, false)]
    public async Task Failure_of_the_pool_is_the_failure_of_the_cell_under_its_own_code(string code, bool retryable, bool preserved)
    {
        var run = await RunDocuments.RunAsync(Document("[a]"), handlers: ScriptedHandlers.Failing(code));
        var failure = (await run.RunAsync("c", values: """{"a":2}""")).Failure!;
        Assert.Equal((code, retryable, preserved, "why"), (failure.Kind, failure.Retryable, failure.Preserved, failure.Message));
    }

    [Fact]
    public async Task Every_mistake_of_custom_and_validation_columns_is_named()
    {
        var errors = await RunDocuments.ErrorsAsync(
            """
            run: 1
            name: n
            rows: 1
            columns:
              - { name: a, kind: expression, template: "x" }
              - { name: b, kind: custom, pool: texts, handler: "m:f" }
              - { name: c, kind: custom, pool: text, handler: "m:g", inputs: [nothing] }
              - { name: d, kind: custom, pool: text, handler: "m:f", inputs: { limit: a }, params: { limit: 3 } }
              - { name: e, kind: validation, input: a, checks: [ { regex: "(" }, { schema: { type: strin } }, { regex: "a", http: "http://x" }, { http: "ftp://x" }, { executor: { pool: no, handler: "m:f" } } ] }
              - { name: f, kind: validation, checks: [] }
            """);
        var found = errors.Select(static e => $"{e.Code} {e.Pointer}").ToList();
        Assert.Contains("run_unknown_pool /columns/1/pool", found);
        Assert.Contains("run_unknown_handler /columns/2/handler", found);
        Assert.Contains("run_unbound_reference /columns/2/inputs/0", found);
        Assert.Contains("run_bad_value /columns/3/params/limit", found);
        Assert.Contains("run_bad_value /columns/4/checks/0/regex", found);
        Assert.Contains("run_bad_value /columns/4/checks/1/schema", found);
        Assert.Contains("run_bad_value /columns/4/checks/2", found);
        Assert.Contains("run_bad_value /columns/4/checks/3/http", found);
        Assert.Contains("run_unknown_pool /columns/4/checks/4/executor/pool", found);
        Assert.Contains("run_missing_field /columns/5", found);
        Assert.Contains("run_bad_value /columns/5/checks", found);
    }

    [Fact]
    public async Task Validation_tells_all_that_is_wrong_and_calls_nobody_for_what_it_can_see_itself()
    {
        var run = await RunDocuments.RunAsync(Validation("[ { regex: \"^[a-z]+$\" }, { schema: { type: string, maxLength: 3 } } ]"));
        Assert.Equal("""{"valid":true,"errors":[]}""", DataJson.Text((await run.RunAsync("v", values: """{"a":"abc"}""")).Value));
        var wrong = (await run.RunAsync("v", values: """{"a":"ABCD"}""")).Value;
        Assert.False(wrong.GetProperty("valid").GetBoolean());
        Assert.Equal(["regex", "schema"], wrong.GetProperty("errors").EnumerateArray().Select(static e => e.GetProperty("check").GetString()!));
        Assert.False(run.Columns.Single(static c => c.Name == "v").Logged);
        Assert.True(run.Columns.Single(static c => c.Name == "v").Local);
    }

    [Fact]
    public async Task Dropping_validation_fails_the_cell_for_good()
    {
        var run = await RunDocuments.RunAsync(Validation("[ { regex: \"^[a-z]+$\" } ], onFail: drop"));
        Assert.Null((await run.RunAsync("v", values: """{"a":"abc"}""")).Failure);
        var failure = (await run.RunAsync("v", values: """{"a":"1"}""")).Failure!;
        Assert.Equal(("validation", false), (failure.Kind, failure.Retryable));
        Assert.Contains("does not match", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", 0, null)]
    [InlineData("null", 0, null)]
    [InlineData("false", 1, "is not valid")]
    [InlineData("\"too long\"", 1, "too long")]
    [InlineData("[]", 0, null)]
    [InlineData("[\"a\",\"b\"]", 2, "a")]
    [InlineData("""{"valid":true,"message":"unused"}""", 0, null)]
    [InlineData("""{"valid":false}""", 1, "is not valid")]
    [InlineData("""{"valid":false,"message":"m"}""", 1, "m")]
    [InlineData("""{"valid":false,"errors":[{"message":"x"},"y"]}""", 2, "x")]
    public async Task Executor_check_understands_every_plain_answer(string answer, int errors, string? first)
    {
        var handlers = ScriptedHandlers.Answering(answer);
        var run = await RunDocuments.RunAsync(Validation("[ { executor: { pool: text, handler: \"m:f\", params: { strict: true } } } ]"), handlers: handlers);
        var value = (await run.RunAsync("v", values: """{"a":"abc"}""")).Value;
        Assert.Equal(errors, value.GetProperty("errors").GetArrayLength());
        Assert.Equal(errors == 0, value.GetProperty("valid").GetBoolean());
        Assert.Equal(first, errors == 0 ? null : value.GetProperty("errors")[0].GetProperty("message").GetString());
        Assert.Equal("""{"value":"abc","strict":true}""", handlers.Asked.Single());
        Assert.True(run.Columns.Single(static c => c.Name == "v").Logged);
    }

    [Fact]
    public async Task Executor_check_that_answers_something_else_or_fails_says_nothing_of_the_value()
    {
        const string checks = "[ { executor: { pool: text, handler: \"m:f\" } } ]";
        var odd = await RunDocuments.RunAsync(Validation(checks), handlers: ScriptedHandlers.Answering("7"));
        Assert.Equal("type_mismatch", (await odd.RunAsync("v", values: """{"a":"abc"}""")).Failure?.Kind);
        var lost = await RunDocuments.RunAsync(Validation(checks), handlers: ScriptedHandlers.Failing(TaskFailureCodes.WorkerLost));
        var failure = (await lost.RunAsync("v", values: """{"a":"abc"}""")).Failure!;
        Assert.Equal((TaskFailureCodes.WorkerLost, true), (failure.Kind, failure.Retryable));
    }

    [Fact]
    public async Task Validation_in_batches_asks_about_so_many_values_at_once_and_drops_single_rows()
    {
        var handlers = new ScriptedHandlers(static asked => TaskOutcome.Of(TaskPayload.Json(Encoding.UTF8.GetBytes(
            asked.Contains("\"a\",\"B\"", StringComparison.Ordinal) ? "[true,\"upper\"]" : "[{\"valid\":true}]"))));
        var run = await RunDocuments.RunAsync(
            Validation("[ { executor: { pool: text, handler: \"m:f\", params: { strict: true } } }, { regex: \"^[a-z]?$\" } ], batchSize: 2, onFail: drop"), handlers: handlers);
        var column = run.Columns.Single(static c => c.Name == "v");
        Assert.Equal((true, true, false, ColumnStrategy.Batch), (column.IsBatch, column.Logged, column.Local, run.Graph.Strategy(column.Index)));

        var outcome = await run.RunBatchAsync("v", """{"a":"a"}""", """{"a":"B"}""", """{"a":"c"}""");
        Assert.Equal(["""{"values":["a","B"],"strict":true}""", """{"values":["c"],"strict":true}"""], handlers.Asked);
        Assert.Equal(3, outcome.Value.GetArrayLength());
        Assert.Equal("""{"valid":true,"errors":[]}""", DataJson.Text(outcome.Value[0]));
        Assert.Equal(["executor", "regex"], outcome.Value[1].GetProperty("errors").EnumerateArray().Select(static e => e.GetProperty("check").GetString()!));
        Assert.Equal([null, "executor: upper", null], outcome.RowFailures.Select(static lost => lost?.Message));
    }

    [Theory]
    [InlineData("[true]", "batch_size_mismatch", "returned 1 answers for 2 values")]
    [InlineData("true", "batch_size_mismatch", "returned no list for 2 values")]
    [InlineData("[true,7]", "type_mismatch", "one answer is Number")]
    public async Task Wrong_answer_to_a_batch_fails_all_of_it(string answer, string kind, string message)
    {
        var run = await RunDocuments.RunAsync(Validation("[ { executor: { pool: text, handler: \"m:f\" } } ], batchSize: 2"), handlers: ScriptedHandlers.Answering(answer));
        var failure = (await run.RunBatchAsync("v", """{"a":"a"}""", """{"a":"b"}""")).Failure!;
        Assert.Equal((kind, false), (failure.Kind, failure.Retryable));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flagging_batch_loses_no_row_and_the_name_of_the_values_is_taken()
    {
        var run = await RunDocuments.RunAsync(Validation("[ { regex: \"^a$\" } ], batchSize: 10"));
        var outcome = await run.RunBatchAsync("v", """{"a":"a"}""", """{"a":"b"}""");
        Assert.Equal([true, false], outcome.Value.EnumerateArray().Select(static v => v.GetProperty("valid").GetBoolean()));
        Assert.All(outcome.RowFailures, Assert.Null);
        var errors = await RunDocuments.ErrorsAsync(Validation("[ { executor: { pool: text, handler: \"m:f\", params: { values: 1 } } } ], batchSize: 2"));
        Assert.Equal("/columns/1/checks/0/executor/params/values", Assert.Single(errors).Pointer);
    }

    private static string Document(string inputs, string type = "") =>
        Custom.Replace("INPUTS", inputs, StringComparison.Ordinal).Replace("TYPE", type, StringComparison.Ordinal);

    private static string Validation(string checks) =>
        "run: 1\nname: n\nrows: 1\ncolumns:\n  - { name: a, kind: expression, template: \"x\" }\n  - { name: v, kind: validation, input: a, checks: " + checks + " }\n";
}
