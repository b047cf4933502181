namespace Granary.GrainRuntime.Tests.Calls;

public interface IFailGrain : IGrainWithStringKey
{
    Task BeforeAwaitAsync();

    Task<int> AfterAwaitAsync();

    ValueTask<int> ByValueAsync();

    Task ThroughAsync(string other);

    ValueTask NothingByValueAsync();
}
