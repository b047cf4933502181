namespace Granary.Embedded.Tests.Simulation;

/// <summary>Counts in memory.</summary>
public sealed class PlaceGrain(ILocalSiloDetails silo, TimeProvider time) : Grain, IPlaceGrain
{
    private readonly List<int> _notes = [];
    private int _count;

    public Task<int> CountAsync() => Task.FromResult(++_count);

    public Task<string> SiloAsync() => Task.FromResult(silo.Name);

    public Task WaitAsync(TimeSpan wait) => Task.Delay(wait, time);

    public Task NoteAsync(int number)
    {
        _notes.Add(number);
        return Task.CompletedTask;
    }

    public Task<int[]> NotesAsync() => Task.FromResult(_notes.ToArray());

    public async Task<int> CallAsync(string other, int times)
    {
        var last = 0;
        for (var i = 0; i < times; i++)
        {
            last = await GrainFactory.GetGrain<IPlaceGrain>(other).CountAsync();
        }

        return last;
    }
}
