namespace Granary.GrainRuntime.Tests.Calls;

public sealed class FailGrain : Grain, IFailGrain
{
    public Task BeforeAwaitAsync() => throw new ArgumentOutOfRangeException("pear", "too heavy");

    public async Task<int> AfterAwaitAsync()
    {
        await Task.Yield();
        return ThrowFruit();
    }

    public async ValueTask<int> ByValueAsync()
    {
        await Task.Yield();
        throw new InvalidDataException("by value");
    }

    public Task ThroughAsync(string other) => GrainFactory.GetGrain<IFailGrain>(other).AfterAwaitAsync();

    public ValueTask NothingByValueAsync() => ValueTask.CompletedTask;

    private static int ThrowFruit() => throw new FruitException("rotten", 7);
}
