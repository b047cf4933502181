namespace Granary.GrainRuntime.Tests.Lifecycle;

public interface IWorkerGrain : IGrainWithIntegerKey
{
    Task HoldAsync(string gate);

    Task<int> WhoAsync();
}
