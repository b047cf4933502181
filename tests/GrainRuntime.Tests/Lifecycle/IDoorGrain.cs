namespace Granary.GrainRuntime.Tests.Lifecycle;

/// <summary>Calls workers from within one silo.</summary>
public interface IDoorGrain : IGrainWithStringKey
{
    Task HoldWorkersAsync(int worker, int calls, string gate);

    Task<int[]> AskWorkersAsync(int worker, int calls);
}
