namespace Granary.GrainRuntime.Tests.Observers;

public interface IBell : IGrainObserver
{
    void Ring(string tone);

    [OneWay]
    Task RingOneWayAsync(string tone);

    Task<string> AskAsync(string question);
}
