namespace Granary.GrainRuntime.Tests.Calls;

public interface ISlowGrain : IGrainWithStringKey
{
    Task<string> HoldAsync(string gate);

    [ResponseTimeout("00:00:01")]
    Task<string> HoldBrieflyAsync(string gate);

    [ResponseTimeout("00:10:00")]
    Task<string> HoldLongAsync(string gate);

    Task<int> FinishedAsync();

    [OneWay]
    Task HoldOneWayAsync(string gate);

    [OneWay]
    Task FailOneWayAsync();
}
