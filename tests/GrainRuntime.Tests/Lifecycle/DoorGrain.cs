namespace Granary.GrainRuntime.Tests.Lifecycle;

public sealed class DoorGrain : Grain, IDoorGrain
{
    public Task HoldWorkersAsync(int worker, int calls, string gate) =>
        Task.WhenAll(Enumerable.Range(0, calls).Select(_ => GrainFactory.GetGrain<IWorkerGrain>(worker).HoldAsync(gate)));

    public async Task<int[]> AskWorkersAsync(int worker, int calls)
    {
        var answers = new int[calls];
        for (var i = 0; i < calls; i++)
        {
            answers[i] = await GrainFactory.GetGrain<IWorkerGrain>(worker).WhoAsync();
        }

        return answers;
    }
}
