namespace Granary.GrainRuntime.Tests.Observers;

public interface ITowerGrain : IGrainWithStringKey
{
    Task HangAsync(IBell bell);

    Task TakeAsync(IBell bell);

    Task RingAsync(params string[] tones);

    Task RingOneWayAsync(params string[] tones);

    Task<string> AskAsync(IBell bell, string question);

    Task<int> CountAsync();

    /// <summary>The clock of the bells' expiration.</summary>
    Task PassTimeAsync(TimeSpan time);

    /// <summary>Notifies with a notification that fails for every bell.</summary>
    Task FailAsync();
}
