using Granary.Abstractions.Models;
using Granary.Grains.Simulator;
using Granary.Grains.Steps;
using Granary.Grains.Tests.Documents;
using Granary.Grains.Tests.Models;
using Granary.TestKit;

namespace Granary.Grains.Tests.Steps;

public sealed class EmbeddingStepTests
{
    private const string Document = """
        name: x
        rows: 1
        columns:
          - { name: t, kind: sampler, sampler: uuid }
          - { name: v, kind: embedding, model: embed, input: "about {{t}}", dimensions: 3 }
        """;

    [Fact]
    public async Task Vector_is_the_value_and_the_call_asks_for_an_embedding()
    {
        var run = await RunDocuments.RunAsync(Document);
        var models = new ScriptedModels("[0.5,-1,2e-3]");
        var outcome = await run.RunAsync("v", 0, """{"t": "cats"}""", models);

        var call = Assert.Single(models.Calls);
        Assert.Equal((true, "embed", "about cats", "3"), (call.Embedding, call.Alias, call.Messages[0].Content, call.Parameters["dimensions"].GetRawText()));
        Assert.Equal([0.5, -1, 0.002], outcome.Value.EnumerateArray().Select(static x => x.GetDouble()));
        Assert.Equal((1, true), (outcome.Calls, run.Columns[1].Logged));
    }

    [Fact]
    public async Task Another_length_is_a_failure_that_no_retry_cures()
    {
        var run = await RunDocuments.RunAsync(Document);
        var outcome = await run.RunAsync("v", 0, """{"t": "cats"}""", new ScriptedModels("[1,2]"));

        Assert.Equal((StepFailureKinds.InvalidOutput, false), (outcome.Failure!.Kind, outcome.Failure.Retryable));
        Assert.Contains("2 dimensions, 3", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Calls);
    }

    [Theory]
    [InlineData("""{"data":[{"embedding":[1,2.5]}],"usage":{"prompt_tokens":4}}""", "[1,2.5]")]
    [InlineData("""{"data":[{"embedding":[]}]}""", null)]
    [InlineData("""{"data":[{"embedding":[1,"2"]}]}""", null)]
    [InlineData("""{"data":[{"embedding":[1e300]}]}""", null)]
    [InlineData("""{"data":[]}""", null)]
    [InlineData("""{"error":{"message":"no"}}""", null)]
    [InlineData("not json", null)]
    public async Task Answer_is_read_strictly(string body, string? vector)
    {
        using var handler = new ScriptedHandler().Answer(200, body);
        var harness = new ExecutorHarness(handler);
        var result = await harness.DrivenAsync(harness.Executor.CallAsync(ExecutorHarness.Call() with { Embedding = true }, TestContext.Current.CancellationToken));

        Assert.Equal(vector, result.Answer?.Text);
        Assert.Equal(vector is null, result.Failure is not null);
        Assert.EndsWith("/embeddings", handler.Requests[0].RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("\"input\":\"hi\"", handler.Bodies[0], StringComparison.Ordinal);
        Assert.Equal(0, harness.Admission.Active);
    }

    [Fact]
    public async Task Simulated_provider_gives_the_same_unit_vector_for_the_same_text()
    {
        var clock = new ManualClock();
        var provider = new SimulatedProvider(new SimulatorSettings { Latency = TimeSpan.Zero }, clock);
        var first = await AskAsync("cats", 5);
        Assert.Equal(first, await AskAsync("cats", 5));
        Assert.NotEqual(first, await AskAsync("dogs", 5));
        Assert.Equal(5, first.Length);
        Assert.Equal(1, first.Sum(static x => x * x), 4);

        async Task<double[]> AskAsync(string text, int dimensions)
        {
            using var http = new HttpMessageInvoker(new SimulatorHandler(provider));
            using var request = new HttpRequestMessage(HttpMethod.Post, "http://sim/v1/embeddings")
            {
                Content = new StringContent($$"""{"model":"m","input":"{{text}}","dimensions":{{dimensions}}}"""),
            };
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var body = System.Text.Json.JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return [.. body.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(static x => x.GetDouble())];
        }
    }
}
