using System.Text;
using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Grains.Models;
using Granary.Grains.Providers;
using Granary.Grains.Simulator;
using Granary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Grains.Tests.Models;

/// <summary>The executor with a scripted provider, a counting admission and a manual clock.</summary>
internal sealed class ExecutorHarness : IProviderTransportFactory
{
    public const string Completion =
        """{"id":"c1","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3}}""";

    private readonly HttpMessageHandler _handler;

    public ExecutorHarness(HttpMessageHandler handler, Uri? baseUrl = null, RetrySettings? retry = null, CallTimeouts? timeouts = null, bool askUsage = true)
    {
        _handler = handler;
        Directory = new ProviderDirectory(Admission, this, new SimulatedProviders(Clock));
        var provider = new ProviderDefinition(
            "main", ProviderKind.OpenAICompatible, baseUrl ?? new Uri("http://provider.test/v1"), null, null, [], timeouts ?? CallTimeouts.Unset, null);
        var alias = new ModelAlias("writer", "main", "openai-compatible", "gpt-x", "chat", 8, false);
        Directory.Apply(new ProviderDocument([provider], [new AliasDefinition(alias, null, CallTimeouts.Unset, retry ?? RetrySettings.Default, askUsage)]));
        var events = new CallEvents(Admission.Events);
        Executor = new ModelRequestExecutor(
            Directory,
            Admission,
            new AttemptRunner(Admission, events, Clock, NullLogger<AttemptRunner>.Instance),
            events,
            new RetryJitter(1),
            Clock,
            NullLogger<ModelRequestExecutor>.Instance);
    }

    public ManualClock Clock { get; } = new();

    public CountingAdmission Admission { get; } = new();

    public ProviderDirectory Directory { get; }

    public ModelRequestExecutor Executor { get; }

    public static CallerContext Caller(string band, TimeSpan? deadline = null, TimeSpan? maxWait = null) => new("default", band, Deadline: deadline, MaxWait: maxWait);

    public static ModelCall Call(string band = "standard", TimeSpan? deadline = null, Action<bool>? onWait = null, string alias = "writer") =>
        new(alias, [new ChatMessage("user", "hi")], new Dictionary<string, JsonElement>(), Caller(band, deadline), onWait);

    public static RelayCall Relay(string body, bool streamed = false, string band = "interactive", TimeSpan? deadline = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var start = bytes.AsSpan().IndexOf("\"writer\""u8);
        return new RelayCall(
            "writer", "/chat/completions", bytes, start..(start + 8), streamed, [new("content-type", "application/json"), new("accept", "*/*")], 10, Caller(band, deadline));
    }

    public IProviderTransport Create(ProviderDefinition provider, ProviderSecret? secret) => new HttpProviderTransport(provider, secret, _handler);

    public Task<ModelCallResult> CallAsync(string band = "standard", TimeSpan? deadline = null) =>
        Executor.CallAsync(Call(band, deadline), TestContext.Current.CancellationToken);

    /// <summary>Moves the clock in small steps until the task is over.</summary>
    public async Task<T> DrivenAsync<T>(Task<T> task, double stepSeconds = 0.05)
    {
        for (var i = 0; !task.IsCompleted; i++)
        {
            Assert.True(i < 1_000_000, "the call never ends");
            Clock.Advance(TimeSpan.FromSeconds(stepSeconds));
            await Task.Yield();
        }

        return await task;
    }
}
