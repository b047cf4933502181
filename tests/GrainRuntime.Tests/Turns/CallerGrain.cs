namespace Granary.GrainRuntime.Tests.Turns;

public sealed class CallerGrain : Grain, ICallerGrain
{
    public async Task NoteManyAsync(string turnGrain, int calls)
    {
        var grain = GrainFactory.GetGrain<ITurnGrain>(turnGrain);
        await grain.NoteAsync("first");
        await Task.WhenAll(Enumerable.Range(0, calls).Select(i => grain.NoteAsync($"{i}")));
    }
}
