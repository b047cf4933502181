using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.GrainRuntime.Tests.Observers;

public sealed class TowerGrain : Grain, ITowerGrain
{
    private readonly ObserverManager<IBell> _bells = new(TimeSpan.FromMinutes(1), NullLogger.Instance);
    private DateTime _now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public TowerGrain() => _bells.GetDateTime = () => _now;

    public Task HangAsync(IBell bell)
    {
        _bells.Subscribe(bell, bell);
        return Task.CompletedTask;
    }

    public Task TakeAsync(IBell bell)
    {
        _bells.Unsubscribe(bell);
        return Task.CompletedTask;
    }

    public Task RingAsync(params string[] tones)
    {
        foreach (var tone in tones)
        {
            _bells.Notify(bell => bell.Ring(tone));
        }

        return Task.CompletedTask;
    }

    public async Task RingOneWayAsync(params string[] tones)
    {
        foreach (var tone in tones)
        {
            await _bells.Notify(bell => bell.RingOneWayAsync(tone));
        }
    }

    public Task<string> AskAsync(IBell bell, string question) => bell.AskAsync(question);

    public Task<int> CountAsync() => Task.FromResult(_bells.Count);

    public Task PassTimeAsync(TimeSpan time)
    {
        _now += time;
        return Task.CompletedTask;
    }

    public Task FailAsync()
    {
        _bells.Notify(Fail);
        return Task.CompletedTask;

        static void Fail(IBell bell) => throw new InvalidOperationException("broken");
    }
}
