namespace Granary.GrainRuntime.Tests.Lifecycle;

[StatelessWorker(3)]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    private static int _made;

    private readonly int _number = Interlocked.Increment(ref _made);

    public Task HoldAsync(string gate) => Gate.Of(gate).PassAsync($"{_number}");

    public Task<int> WhoAsync() => Task.FromResult(_number);
}
