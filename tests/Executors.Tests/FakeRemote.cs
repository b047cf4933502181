namespace Granary.Executors.Tests;

/// <summary>A silo elsewhere that doubles numbers.</summary>
internal sealed class FakeRemote : IRemoteExecutors
{
    public (string Pool, string Label, string? Affinity) Seen { get; private set; }

    public bool IsLocal(string label) => false;

    public ValueTask<ExecutorOutcome<ExecutorPayload>> RunAsync(
        string pool, string label, ExecutorCall call, ExecutorPayload argument, CancellationToken cancellationToken)
    {
        Seen = (pool, label, call.Affinity);
        var number = argument.ToJsonElement().GetInt32() * 2;
        return ValueTask.FromResult(new ExecutorOutcome<ExecutorPayload>(
            ExecutorStatus.Completed, ExecutorPayload.From(System.Text.Json.JsonSerializer.SerializeToElement(number)), null));
    }
}
