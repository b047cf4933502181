using Granary.Abstractions.Models;
using Granary.Grains.Models;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps;
using Granary.Grains.Steps.Conversations;
using Granary.Grains.Tests.Documents;
using Granary.TestKit;

namespace Granary.Grains.Tests.Steps;

public sealed class ModelStepTests
{
    private const string Good = """{"severity": "high"}""";
    private const string Bad = """{"severity": "huge", "extra": 1}""";

    private const string Structured = """
        name: x
        rows: 1
        columns:
          - { name: t, kind: sampler, sampler: uuid }
          - { name: s, kind: llm-structured, model: writer, prompt: "Classify {{t}}", corrections: C, restarts: R, capture: [trace, usage], mode: MODE,
              schema: { type: object, required: [severity], additionalProperties: false, properties: { severity: { enum: [low, high] } } } }
        """;

    [Fact]
    public async Task Text_column_sends_messages_and_parameters_and_keeps_what_it_captures()
    {
        var run = await RunDocuments.RunAsync("""
            name: x
            rows: 1
            columns:
              - { name: t, kind: sampler, sampler: uuid }
              - { name: a, kind: llm-text, model: writer, system: "Be {{t}}", prompt: "Say {{t}}", capture: [reasoning, trace, usage],
                  params: { temperature: 0.5, topP: 0.9, maxTokens: 40, stop: [END], seed: 3, extra: { top_logprobs: 2 } } }
            """);
        var models = new ScriptedModels("hello");
        var outcome = await run.RunAsync("a", 0, """{"t": "nice"}""", models);
        var call = Assert.Single(models.Calls);

        Assert.Equal("hello", outcome.Value.GetString());
        Assert.Equal("writer", call.Alias);
        Assert.Equal([new ChatMessage("system", "Be nice"), new ChatMessage("user", "Say nice")], call.Messages);
        Assert.Equal(
            ["max_tokens=40", "seed=3", "stop=[\"END\"]", "temperature=0.5", "top_logprobs=2", "top_p=0.9"],
            call.Parameters.Select(p => $"{p.Key}={p.Value.GetRawText()}").Order(StringComparer.Ordinal));
        Assert.Equal((1, new TokenUsage(10, 5, 0)), (outcome.Calls, outcome.Usage));
        Assert.Equal("because", outcome.Side["a__reasoning"].GetString());
        Assert.Equal("hello", outcome.Side["a__trace"][2].GetProperty("content").GetString());
        Assert.Equal(5, outcome.Side["a__usage"].GetProperty("outputTokens").GetInt32());
    }

    [Fact]
    public async Task Conversation_may_be_given_as_messages()
    {
        var run = await RunDocuments.RunAsync("""
            name: x
            rows: 1
            columns:
              - { name: t, kind: sampler, sampler: uuid }
              - { name: a, kind: llm-text, model: writer, messages: [ { role: user, content: "1+1?" }, { role: assistant, content: "2" }, { role: user, content: "{{t}}?" } ] }
            """);
        var models = new ScriptedModels("ok");
        await run.RunAsync("a", 0, """{"t": "2+2"}""", models);

        Assert.Equal(["user 1+1?", "assistant 2", "user 2+2?"], Assert.Single(models.Calls).Messages.Select(m => $"{m.Role} {m.Content}"));
    }

    [Fact]
    public async Task Template_that_cannot_be_rendered_fails_the_cell_without_a_call()
    {
        var run = await RunDocuments.RunAsync("""
            name: x
            rows: 1
            columns:
              - { name: t, kind: expression, expr: "1", type: json }
              - { name: a, kind: llm-text, model: writer, prompt: "{{add t 1}}" }
            """);
        var models = new ScriptedModels("ok");
        var outcome = await run.RunAsync("a", 0, """{"t": "x"}""", models);

        Assert.Equal((StepFailureKinds.Template, false), (outcome.Failure!.Kind, outcome.Failure.Retryable));
        Assert.Empty(models.Calls);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(0, 2, 3)]
    [InlineData(2, 3, 12)]
    public async Task Bad_answers_cost_corrections_times_restarts_then_the_cell_fails_for_good(int corrections, int restarts, int calls)
    {
        var models = new ScriptedModels(Bad);
        var outcome = await (await StructuredAsync(corrections, restarts)).RunAsync("s", 0, """{"t": "a"}""", models);

        Assert.Equal(calls, models.Calls.Count);
        Assert.Equal((calls, new TokenUsage(10 * calls, 5 * calls, 0)), (outcome.Calls, outcome.Usage));
        Assert.Equal((StepFailureKinds.InvalidOutput, false, false), (outcome.Failure!.Kind, outcome.Failure.Retryable, outcome.Failure.Preserved));
        Assert.DoesNotContain("huge", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.All(models.Calls.Select((call, i) => (call, i)), c => Assert.Equal(2 + (2 * (c.i % (1 + corrections))), c.call.Messages.Count));
    }

    [Fact]
    public async Task Correction_tells_what_is_wrong_in_the_same_conversation()
    {
        var models = new ScriptedModels(Bad, "no idea", Good);
        var outcome = await (await StructuredAsync(2, 0)).RunAsync("s", 0, """{"t": "a"}""", models);
        var calls = models.Calls.ToArray();

        Assert.Equal("high", outcome.Value.GetProperty("severity").GetString());
        Assert.Equal(["system", "user", "assistant", "user", "assistant", "user"], calls[2].Messages.Select(m => m.Role));
        Assert.Equal(Bad, calls[2].Messages[2].Content);
        Assert.Contains("/severity: expected one of \"low\", \"high\"", calls[2].Messages[3].Content, StringComparison.Ordinal);
        Assert.Contains("must not have the member `extra`", calls[2].Messages[3].Content, StringComparison.Ordinal);
        Assert.Contains("no JSON value", calls[2].Messages[5].Content, StringComparison.Ordinal);
        Assert.Equal(7, outcome.Side["s__trace"].GetArrayLength());
        Assert.Equal(3, outcome.Side["s__usage"].GetProperty("calls").GetInt32());
    }

    [Fact]
    public async Task Schema_stands_in_the_prompt_or_goes_to_the_provider()
    {
        var (prompted, native) = (new ScriptedModels(Good), new ScriptedModels(Good));
        await (await StructuredAsync(0, 0)).RunAsync("s", 0, """{"t": "a"}""", prompted);
        await (await StructuredAsync(0, 0, "native")).RunAsync("s", 0, """{"t": "a"}""", native);
        var (inPrompt, inBody) = (Assert.Single(prompted.Calls), Assert.Single(native.Calls));

        Assert.Contains("\"additionalProperties\":false", inPrompt.Messages[0].Content, StringComparison.Ordinal);
        Assert.Empty(inPrompt.Parameters);
        Assert.Equal([new ChatMessage("user", "Classify a")], inBody.Messages);
        Assert.Equal("severity", inBody.Parameters["response_format"].GetProperty("json_schema").GetProperty("schema").GetProperty("required")[0].GetString());
    }

    [Fact]
    public async Task Failed_call_ends_the_cell_at_once_and_keeps_what_was_spent()
    {
        var models = new ScriptedModels(Bad, ModelFailureKind.RateLimit);
        var outcome = await (await StructuredAsync(5, 20)).RunAsync("s", 0, """{"t": "a"}""", models);

        Assert.Equal(new StepFailure("rate_limit", true, true, TimeSpan.FromSeconds(3), "no"), outcome.Failure);
        Assert.Equal((3, 1, new TokenUsage(11, 5, 0)), (outcome.Calls, outcome.RateLimited, outcome.Usage));
    }

    [Fact]
    public async Task Judge_shows_its_rubrics_and_takes_only_their_scores()
    {
        var run = await RunDocuments.RunAsync("""
            name: x
            rows: 1
            columns:
              - { name: t, kind: sampler, sampler: uuid }
              - { name: q, kind: llm-judge, model: judge, prompt: "Text: {{t}}", restarts: 1,
                  rubrics: [ { name: helpful, description: "Does it solve the problem?", options: { 10: fully, 1: not at all } }, { name: tone, options: { warm: kind, cold: not kind } } ] }
              - { name: good, kind: expression, expr: "q.helpful.score > 5", type: bool }
            """);
        var models = new ScriptedModels(
            """{"helpful": {"score": 7, "reasoning": "r"}, "tone": {"score": "warm", "reasoning": "r"}}""",
            """{"helpful": {"score": 10, "reasoning": "r"}, "tone": {"score": "warm", "reasoning": "r"}}""");
        var outcome = await run.RunAsync("q", 0, """{"t": "a"}""", models);
        var system = models.Calls.First().Messages[0].Content;

        Assert.Equal(2, models.Calls.Count);
        Assert.Equal(10, outcome.Value.GetProperty("helpful").GetProperty("score").GetInt32());
        Assert.Contains("helpful: Does it solve the problem?\n- 1: not at all\n- 10: fully", system, StringComparison.Ordinal);
        Assert.Equal("true", (await run.RunAsync("good", 0, $$"""{"q": {{outcome.Value.GetRawText()}} }""")).Value.GetRawText());
    }

    [Fact]
    public async Task Timeout_ends_the_call_may_be_tried_again_and_keeps_what_was_spent()
    {
        var clock = new ManualClock();
        var run = await RunDocuments.RunAsync("name: x\nrows: 1\ncolumns: [ { name: a, kind: llm-structured, model: writer, prompt: hi, schema: { const: 1 }, timeout: 5s } ]", time: clock);
        var models = new PendingModels(answered: 2);
        var running = run.RunAsync("a", models: models).AsTask();
        var call = await models.Asked;
        clock.Advance(TimeSpan.FromSeconds(5));
        var outcome = await running;

        Assert.Equal(TimeSpan.FromSeconds(5), call.Caller.Deadline);
        Assert.Equal((StepFailureKinds.Timeout, true, false), (outcome.Failure!.Kind, outcome.Failure.Retryable, outcome.Failure.Preserved));
        Assert.Equal((2, new TokenUsage(20, 10, 0)), (outcome.Calls, outcome.Usage));
    }

    [Fact]
    public async Task Cancellation_is_not_a_failure()
    {
        var run = await RunDocuments.RunAsync("name: x\nrows: 1\ncolumns: [ { name: a, kind: llm-text, model: writer, prompt: hi, timeout: 5s } ]", time: new ManualClock());
        using var cancelling = new CancellationTokenSource();
        var models = new PendingModels();
        var running = run.RunAsync("a", models: models, token: cancelling.Token).AsTask();
        await models.Asked;
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void Every_failure_kind_has_a_word_of_its_own()
    {
        var words = Enum.GetValues<ModelFailureKind>().Select(ModelFailureNames.Of).ToList();

        Assert.Equal(words.Count, words.Distinct(StringComparer.Ordinal).Count());
        Assert.All(words, w => Assert.Matches("^[a-z_]+$", w));
        Assert.Equal(
            [ModelFailureKind.RateLimit, ModelFailureKind.Timeout, ModelFailureKind.ApiConnection, ModelFailureKind.InternalServer, ModelFailureKind.RequestAdmissionTimeout, ModelFailureKind.Shutdown, ModelFailureKind.DeadlineExceeded],
            Enum.GetValues<ModelFailureKind>().Where(ModelFailures.IsRetryable));
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("  [1] ", "[1]")]
    [InlineData("Sure!\n```json\n{\"a\": 1}\n```\nand ```{\"b\":2}```", """{"a": 1}""")]
    [InlineData("Here: {\"a\": \"}{\", \"b\": {}} done {\"c\":1}", """{"a": "}{", "b": {}}""")]
    [InlineData("{not json} but {\"a\": \"\\\"}\"}", """{"a": "\"}"}""")]
    [InlineData("```\nno json\n``` {\"a\":1}", """{"a":1}""")]
    [InlineData("nothing", null)]
    [InlineData("", null)]
    [InlineData("{\"a\": 1", null)]
    [InlineData("""{"a":1,"a":2}""", null)]
    [InlineData("""{"a":"\ud800"}""", null)]
    public void Value_is_found_in_an_answer(string answer, string? json) => Assert.Equal(json, AnswerJson.Find(answer)?.GetRawText());

    [Fact]
    public async Task Answer_with_half_a_surrogate_pair_does_not_throw()
    {
        var run = await RunDocuments.RunAsync("name: x\nrows: 1\ncolumns: [ { name: a, kind: llm-text, model: writer, prompt: hi, capture: [trace] } ]");
        var text = await run.RunAsync("a", models: new ScriptedModels("a\ud800b"));
        var structured = await (await StructuredAsync(1, 0)).RunAsync("s", 0, """{"t": "a"}""", new ScriptedModels("{\"severity\": \"\ud800\"}"));

        Assert.Equal("a\ufffdb", text.Value.GetString());
        Assert.Equal(StepFailureKinds.InvalidOutput, structured.Failure!.Kind);
    }

    [Fact]
    public async Task One_step_serves_many_rows_at_once()
    {
        var run = await RunDocuments.RunAsync("""
            name: x
            rows: 1
            columns:
              - { name: t, kind: sampler, sampler: uuid }
              - { name: a, kind: llm-structured, model: writer, prompt: "{{#if t}}{{upper t}}{{/if}}", corrections: 1, schema: { const: 1 } }
              - { name: b, kind: expression, expr: "split(t, '-')[0] + string(length(t))" }
            """);
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            var models = new ScriptedModels("0", "1");
            var row = $$"""{"t": "r-{{i}}"}""";
            var asked = await run.RunAsync("a", i, row, models);
            var computed = await run.RunAsync("b", i, row);
            return (asked.Value.GetRawText(), models.Calls.Last().Messages[1].Content, computed.Value.GetString());
        })));

        Assert.All(results.Select((r, i) => (r, i)), x => Assert.Equal(("1", $"R-{x.i}", $"r{2 + $"{x.i}".Length}"), x.r));
    }

    private static Task<CompiledRun> StructuredAsync(int corrections, int restarts, string mode = "prompt") => RunDocuments.RunAsync(Structured
        .Replace("corrections: C", $"corrections: {corrections}", StringComparison.Ordinal)
        .Replace("restarts: R", $"restarts: {restarts}", StringComparison.Ordinal)
        .Replace("MODE", mode, StringComparison.Ordinal));

    [Theory]
    [InlineData("```python\nprint(1)\n```", "print(1)")]
    [InlineData("```sql\na\n```\nand\n```Python\nb\n```", "b")]
    [InlineData("```\nx = 1\n```", "x = 1")]
    public async Task Code_is_taken_out_of_the_block_of_its_language_or_the_only_one(string answer, string code)
    {
        var outcome = await (await CodeRunAsync(restarts: 0)).RunAsync("s", 0, """{"t": "x"}""", new ScriptedModels(answer));

        Assert.Equal(code, outcome.Value.GetString());
    }

    [Fact]
    public async Task Answer_without_the_code_asked_for_is_corrected_then_asked_anew_then_invalid()
    {
        var models = new ScriptedModels("none", "```js\na\n```\n```sql\nb\n```", "```python\ncut", "none");
        var outcome = await (await CodeRunAsync(restarts: 1)).RunAsync("s", 0, """{"t": "x"}""", models);

        Assert.Equal(StepFailureKinds.InvalidOutput, outcome.Failure!.Kind);
        Assert.Equal([2, 4, 2, 4], models.Calls.Select(call => call.Messages.Count));
        Assert.Contains("no complete code block", models.Calls.ElementAt(1).Messages[^1].Content, StringComparison.Ordinal);
        Assert.Contains("```python", models.Calls.ElementAt(0).Messages[0].Content, StringComparison.Ordinal);
    }

    private static Task<CompiledRun> CodeRunAsync(int restarts) => RunDocuments.RunAsync($$$"""
        name: x
        rows: 1
        columns:
          - { name: t, kind: sampler, sampler: uuid }
          - { name: s, kind: llm-code, model: writer, language: python, prompt: "Code for {{t}}", corrections: 1, restarts: {{{restarts}}} }
        """);
}
