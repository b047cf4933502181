namespace Granary.GrainRuntime.Tests.State;

public sealed class TellerGrain : Grain, ITellerGrain
{
    private int _calls;

    public Task AddAsync(string account, int amount) => GrainFactory.GetGrain<IAccountGrain>(account).AddAsync(amount, "by the teller");

    public Task<int> CallsAsync() => Task.FromResult(++_calls);
}
