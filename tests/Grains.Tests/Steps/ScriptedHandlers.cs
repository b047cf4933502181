using System.Text;
using Granary.Abstractions.Executors;

namespace Granary.Grains.Tests.Steps;

/// <summary>A pool <c>text</c> with a handler <c>m:f</c> that answers as told; keeps what it was asked.</summary>
internal sealed class ScriptedHandlers(Func<string, TaskOutcome>? answer = null) : IHandlerCalls
{
    public List<string> Asked { get; } = [];

    public List<HandlerCall> Calls { get; } = [];

    public static ScriptedHandlers Answering(string json) => new(_ => TaskOutcome.Of(TaskPayload.Json(Encoding.UTF8.GetBytes(json))));

    public static ScriptedHandlers Failing(string code) => new(_ => TaskOutcome.Failed(code, "why"));

    public TaskFailure? Check(string pool, string handler, TaskPayload? input) =>
        pool != "text" ? new TaskFailure(TaskFailureCodes.UnknownPool, $"There is no executor pool '{pool}'. Valid pools: text.")
        : handler != "m:f" ? new TaskFailure(TaskFailureCodes.UnknownHandler, $"Pool 'text' has no handler '{handler}'. Did you mean `m:f`?")
        : null;

    public Task<TaskOutcome> CallAsync(HandlerCall call, CancellationToken cancellationToken)
    {
        var asked = Encoding.UTF8.GetString(call.Input.Data.Span);
        Asked.Add(asked);
        Calls.Add(call);
        return Task.FromResult(answer?.Invoke(asked) ?? TaskOutcome.Of(TaskPayload.Null));
    }
}
