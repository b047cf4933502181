namespace Granary.GrainRuntime.Tests.Identity;

public sealed class NumberGrain : Grain, INumberGrain
{
    public Task<long> KeyAsync() => Task.FromResult(this.GetPrimaryKeyLong());
}
