using System.ClientModel;
using System.Net;
using System.Text;

using Granary.TestKit;
using Granary.TestKit.Processes;

using OpenAI;
using OpenAI.Chat;

namespace Granary.EndToEnd;

/// <summary>The compatible route in front of a provider on a real socket.</summary>
public sealed class ChatRelayTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SimulatorProcess _simulator = null!;
    private SiloProcess _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorProcess.StartAsync("--limit", "16", "--latency", "5ms");
        _silo = await SiloProcess.StartAsync(_folder.File("data"), SiloProcess.WriteProviders(_folder, _simulator.Address, 8, "writer"));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Real_client_gets_a_plain_answer()
    {
        var answer = await Client().CompleteChatAsync([new UserChatMessage("Say something about tea.")], cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotEmpty(answer.Value.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, answer.Value.FinishReason);
    }

    [Fact]
    public async Task Real_client_gets_a_streamed_answer_with_the_same_text()
    {
        ChatMessage[] messages = [new UserChatMessage("Say something about rain.")];
        var plain = await Client().CompleteChatAsync(messages, cancellationToken: TestContext.Current.CancellationToken);
        var text = new StringBuilder();
        await foreach (var update in Client().CompleteChatStreamingAsync(messages, cancellationToken: TestContext.Current.CancellationToken))
        {
            foreach (var part in update.ContentUpdate)
            {
                text.Append(part.Text);
            }
        }

        Assert.Equal(plain.Value.Content[0].Text, text.ToString());
    }

    [Theory]
    [InlineData("{\"model\":\"nobody\",\"messages\":[]}", HttpStatusCode.NotFound, "model_not_found")]
    [InlineData("{\"messages\":[]}", HttpStatusCode.BadRequest, "'model' is missing")]
    [InlineData("{\"model\":\"writer\",\"model\":\"writer\"}", HttpStatusCode.BadRequest, "given twice")]
    [InlineData("{\"model\":\"writer\"", HttpStatusCode.BadRequest, "not valid JSON")]
    [InlineData("[]", HttpStatusCode.BadRequest, "JSON object")]
    public async Task Bad_body_is_refused_in_the_familys_shape(string body, HttpStatusCode status, string text)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _silo.Http.PostAsync("v1/chat/completions", content, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        Assert.StartsWith("{\"error\":{", answer, StringComparison.Ordinal);
        Assert.Contains(text, answer, StringComparison.Ordinal);
    }

    private ChatClient Client() => new(
        "writer", new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = new Uri(_silo.Address, "v1") });
}
