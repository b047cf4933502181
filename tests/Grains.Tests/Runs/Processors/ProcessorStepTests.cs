using System.Text;
using Granary.Abstractions.Executors;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Runs.Lifecycle;
using Granary.Grains.Runs.Processors;
using Granary.Grains.Tests.Steps;
using Granary.Scheduling.Tasks;

namespace Granary.Grains.Tests.Runs.Processors;

public sealed class ProcessorStepTests
{
    private const string Executor = "{ executor: { pool: text, handler: \"m:f\", params: { strict: true } } }";

    [Fact]
    public async Task Stages_stand_behind_the_columns_and_see_the_columns_that_are_there()
    {
        var run = await ProcessorDocuments.RunAsync($"preBatch: [ {{ transform: {{ q: \"{{{{trim q}}}}\" }} }} ], postBatch: [ {Executor} ], after: [ {{ dropColumns: [n] }} ]");
        Assert.Equal([5, 6], run.Works.Skip(5).Select(static work => work.Index));
        Assert.Equal((TaskType.PreBatchProcessor, TaskType.PostBatchProcessor), (run.Works[5].TaskType, run.Works[6].TaskType));
        Assert.Equal([0, 1, 2], run.Processors.Before);
        Assert.Equal(["q", "late", "t", "m", "m__usage"], run.Processors.After!.Columns);
        Assert.False(run.Processors.After.Asks);
    }

    [Fact]
    public async Task Sampler_that_needs_a_later_column_is_made_after_preBatch()
    {
        var run = await Documents.RunDocuments.RunAsync(
            """
            run: 1
            name: n
            rows: 1
            columns:
              - { name: a, kind: sampler, sampler: uuid }
              - { name: b, kind: expression, expr: "2" }
              - { name: c, kind: sampler, sampler: uniform, params: { low: "{{b}}", high: 9 } }
              - { name: d, kind: sampler, sampler: uniform, params: { low: "{{c}}", high: 9 } }
            processors: { preBatch: [ { transform: { a: "{{upper a}}" } } ] }
            """);
        Assert.Equal([0], run.Processors.Before);
    }

    [Fact]
    public async Task Dropped_columns_are_used_but_not_written()
    {
        var run = await ProcessorDocuments.RunAsync("preBatch: [ { dropColumns: [late] } ], postBatch: [ { dropColumns: [q, m__usage] } ]");
        Assert.Equal((null, null, null), (run.Processors.PreBatch, run.Processors.PostBatch, run.Processors.After));
        Assert.Equal(["n", "t", "m"], new RowLayout(run).Written.Select(static column => column.Name));
        Assert.Equal(["n", "t", "m"], RunShape.Of(run).Written);
    }

    [Fact]
    public async Task Templates_of_one_entry_see_the_row_before_it_and_the_next_entry_sees_what_they_made()
    {
        var run = await ProcessorDocuments.RunAsync(
            """preBatch: [ { transform: { q: "{{trim q}}{{n}}", n: "{{add n 1}}" } }, { transform: { q: "{{q}}/{{n}}" } } ]""");
        var (rows, failure) = await ProcessorDocuments.MakeAsync(run, run.Processors.PreBatch!, """{"q":" a ","n":1,"late":5}""", """{"q":" b ","n":7,"late":5}""");
        Assert.Null(failure);
        Assert.Equal(["""{"q":"a1/2","n":2}""", """{"q":"b7/8","n":8}"""], rows);
    }

    [Fact]
    public async Task Text_that_is_no_value_of_its_column_fails_with_place_column_and_row()
    {
        var run = await ProcessorDocuments.RunAsync("""preBatch: [ { transform: { n: "{{q}}" } } ]""");
        var (_, failure) = await ProcessorDocuments.MakeAsync(run, run.Processors.PreBatch!, """{"q":"1","n":1}""", """{"q":"x","n":1}""");
        Assert.Equal("type_mismatch", failure!.Kind);
        Assert.Contains("processors.preBatch[0].transform: column n, row 1", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.Retryable);
    }

    [Fact]
    public async Task Handler_gets_rows_with_their_number_and_the_params()
    {
        var handlers = ScriptedHandlers.Answering("""[{"q":"A"},{"q":" b "}]""");
        var run = await ProcessorDocuments.RunAsync($"preBatch: [ {{ dropColumns: [late] }}, {Executor} ]", handlers);
        var (rows, failure) = await ProcessorDocuments.MakeAsync(run, run.Processors.PreBatch!, """{"q":" a ","n":1,"late":5}""", """{"q":" b ","n":2,"late":5}""");
        Assert.Null(failure);
        Assert.Equal(["""{"q":"A"}""", "{}"], rows);
        Assert.Equal("""{"rows":[{"__row":0,"q":" a ","n":1},{"__row":1,"q":" b ","n":2}],"strict":true}""", handlers.Asked.Single());
    }

    [Theory]
    [InlineData("""[{"q":"x"},null,{}]""", """{"q":"x"}|null|{}""")]
    [InlineData("""[{"__row":2,"q":"x"},{"__row":0}]""", """{}|null|{"q":"x"}""")]
    [InlineData("""[null,null,null]""", "null|null|null")]
    [InlineData("""[]""", "null|null|null")]
    public async Task PreBatch_handler_may_leave_rows_out(string answer, string expected)
    {
        var run = await ProcessorDocuments.RunAsync($"preBatch: [ {Executor} ]", ScriptedHandlers.Answering(answer));
        var (rows, failure) = await ProcessorDocuments.MakeAsync(run, run.Processors.PreBatch!, """{"q":"a"}""", """{"q":"b"}""", """{"q":"c"}""");
        Assert.Null(failure);
        Assert.Equal(expected, string.Join('|', rows));
    }

    [Theory]
    [InlineData("preBatch", """[{"q":"x"}]""", "batch_size_mismatch", "returned 1 rows without `__row` for 2")]
    [InlineData("preBatch", """[{},{},{}]""", "batch_size_mismatch", "returned 3 rows")]
    [InlineData("preBatch", """[{"__row":0},{}]""", "type_mismatch", "1 rows with `__row` and 1 without")]
    [InlineData("preBatch", """[{"__row":5}]""", "type_mismatch", "`__row` 5")]
    [InlineData("preBatch", """[{"__row":0},{"__row":0}]""", "type_mismatch", "or twice")]
    [InlineData("preBatch", """{"rows":[]}""", "type_mismatch", "must return a list of rows; it returned an object")]
    [InlineData("preBatch", """[1,2]""", "type_mismatch", "one is a number")]
    [InlineData("preBatch", """[{"m":"x"},{}]""", "type_mismatch", "column `m`")]
    [InlineData("preBatch", """[{"q":7},{}]""", "type_mismatch", "int for column q of row 0, string is expected")]
    [InlineData("postBatch", """[{"q":"x"},null]""", "batch_size_mismatch", "returned 1 rows for 2")]
    [InlineData("postBatch", """[{"__row":1}]""", "batch_size_mismatch", "returned 1 rows for 2")]
    [InlineData("postBatch", """[]""", "batch_size_mismatch", "returned 0 rows")]
    public async Task Wrong_answer_is_a_failure_for_good_that_says_what_is_wrong(string stage, string answer, string kind, string message)
    {
        var run = await ProcessorDocuments.RunAsync($"{stage}: [ {Executor} ]", ScriptedHandlers.Answering(answer));
        var (_, failure) = await ProcessorDocuments.MakeAsync(run, run.Processors.PreBatch ?? run.Processors.PostBatch!, """{"q":"a"}""", """{"q":"b"}""");
        Assert.Equal((kind, false), (failure!.Kind, failure.Retryable));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith($"processors.{stage}[0].executor: handler m:f of pool text", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostBatch_handler_may_change_every_column_side_columns_too()
    {
        var run = await ProcessorDocuments.RunAsync($"postBatch: [ {Executor} ]", ScriptedHandlers.Answering("""[{"m":"done","m__usage":null,"n":3}]"""));
        var (rows, failure) = await ProcessorDocuments.MakeAsync(run, run.Processors.PostBatch!, """{"q":"a","n":1,"m":"x","m__usage":{"calls":1}}""");
        Assert.Null(failure);
        Assert.Equal("""{"m":"done","m__usage":null,"n":3}""", rows.Single());
    }

    [Fact]
    public async Task Lost_worker_may_be_tried_again_and_rows_that_are_left_out_reach_no_later_entry()
    {
        var run = await ProcessorDocuments.RunAsync($"preBatch: [ {Executor} ]", ScriptedHandlers.Failing(TaskFailureCodes.WorkerLost));
        var (_, failure) = await ProcessorDocuments.MakeAsync(run, run.Processors.PreBatch!, """{"q":"a"}""");
        Assert.Equal((TaskFailureCodes.WorkerLost, true), (failure!.Kind, failure.Retryable));

        var handlers = new ScriptedHandlers(static asked => TaskOutcome.Of(TaskPayload.Json(Encoding.UTF8.GetBytes(
            asked.Contains("\"__row\":0", StringComparison.Ordinal) ? """[{"__row":1}]""" : """[{"q":"last"}]"""))));
        var two = await ProcessorDocuments.RunAsync($"preBatch: [ {Executor}, {Executor} ]", handlers);
        var (rows, none) = await ProcessorDocuments.MakeAsync(two, two.Processors.PreBatch!, """{"q":"a"}""", """{"q":"b"}""");
        Assert.Null(none);
        Assert.Equal(["null", """{"q":"last"}"""], rows);
    }

    [Theory]
    [InlineData(ProcessorStage.PreBatch, "preBatch")]
    [InlineData(ProcessorStage.PostBatch, "postBatch")]
    [InlineData(ProcessorStage.After, "after")]
    public void Stages_have_the_names_of_the_document(object stage, string name)
    {
        Assert.Equal(name, ((ProcessorStage)stage).Name());
        Assert.Equal(3, Enum.GetValues<ProcessorStage>().Length);
    }
}
