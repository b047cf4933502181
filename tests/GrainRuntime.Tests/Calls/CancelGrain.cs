namespace Granary.GrainRuntime.Tests.Calls;

public sealed class CancelGrain : Grain, ICancelGrain
{
    public async Task WaitAsync(string gate, CancellationToken cancellationToken)
    {
        var own = Gate.Of(this.GetPrimaryKeyString());
        own.Note("begins");
        try
        {
            await Gate.Of(gate).PassAsync().WaitAsync(cancellationToken);
            own.Note("ends");
        }
        catch (OperationCanceledException)
        {
            own.Note("cancelled");
            throw;
        }
    }

    public Task<bool> SeesTokenAsync(CancellationToken cancellationToken) => Task.FromResult(cancellationToken.IsCancellationRequested);

    public async Task<string> PassOnAsync(string other, string gate, CancellationToken cancellationToken)
    {
        try
        {
            await GrainFactory.GetGrain<ICancelGrain>(other).WaitAsync(gate, cancellationToken);
            return "passed";
        }
        catch (OperationCanceledException)
        {
            Gate.Of(this.GetPrimaryKeyString()).Note("cancelled");
            return "cancelled";
        }
    }

    public Task ThrowCancelledAsync() => throw new OperationCanceledException("by itself");

    public Task HoldAsync(string gate) => Gate.Of(gate).PassAsync();
}
