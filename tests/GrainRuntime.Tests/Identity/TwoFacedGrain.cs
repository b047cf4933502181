namespace Granary.GrainRuntime.Tests.Identity;

[GrainType("two-faced"), PreferLocalPlacement]
public sealed class TwoFacedGrain : Grain, IFrontGrain, IBackGrain
{
    private int _total;

    public Task<int> AddAsync(int amount) => Task.FromResult(_total += amount);

    public Task<IFrontGrain> SelfAsync() => Task.FromResult(this.AsReference<IFrontGrain>());

    public Task<int> AddByReferenceAsync(IFrontGrain other, int amount) => other.AddAsync(amount);

    public Task<int> TotalAsync() => Task.FromResult(_total);
}
