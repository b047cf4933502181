namespace Granary.GrainRuntime.Tests.Calls;

public sealed class SlowGrain : Grain, ISlowGrain
{
    private int _finished;

    public async Task<string> HoldAsync(string gate)
    {
        await Gate.Of(gate).PassAsync();
        _finished++;
        return "done";
    }

    public Task<string> HoldBrieflyAsync(string gate) => HoldAsync(gate);

    public Task<string> HoldLongAsync(string gate) => HoldAsync(gate);

    public Task<int> FinishedAsync() => Task.FromResult(_finished);

    public Task HoldOneWayAsync(string gate) => HoldAsync(gate);

    public Task FailOneWayAsync() => throw new InvalidOperationException("Nobody hears this.");
}
