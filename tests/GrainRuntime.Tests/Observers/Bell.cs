namespace Granary.GrainRuntime.Tests.Observers;

/// <summary>Notes at its gate.</summary>
public sealed class Bell(string gate) : IBell
{
    private int _ringing;

    public void Ring(string tone) => Gate.Of(gate).Note(tone);

    public async Task RingOneWayAsync(string tone)
    {
        var alone = Interlocked.Increment(ref _ringing) == 1;
        await Task.Yield();
        Interlocked.Decrement(ref _ringing);
        Gate.Of(gate).Note(alone ? tone : "two at once");
    }

    public Task<string> AskAsync(string question) =>
        question == "why" ? throw new InvalidOperationException("no reason") : Task.FromResult($"{question}? yes");
}
