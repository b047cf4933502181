namespace Granary.GrainRuntime.Tests.Turns;

public abstract class TurnGrainBase : Grain
{
    public Task NoteAsync(string what)
    {
        Gate.Of(this.GetPrimaryKeyString()).Note(what);
        return Task.CompletedTask;
    }

    public async Task HoldAsync(string gate, string what)
    {
        Gate.Of(this.GetPrimaryKeyString()).Note($"{what} begins");
        await Gate.Of(gate).PassAsync();
        Gate.Of(this.GetPrimaryKeyString()).Note($"{what} ends");
    }

    public Task NoteAnywayAsync(string what) => NoteAsync(what);

    public Task HoldReadingAsync(string gate, string what) => HoldAsync(gate, what);

    public Task NoteReadingAsync(string what) => NoteAsync(what);
}
