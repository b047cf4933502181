namespace Granary.GrainRuntime.Tests.Turns;

public interface ICallerGrain : IGrainWithStringKey
{
    /// <summary>Makes that many calls without awaiting any in between.</summary>
    Task NoteManyAsync(string turnGrain, int calls);
}
