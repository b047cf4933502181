namespace Granary.GrainRuntime.Tests.Turns;

public interface IAwaitGrain : IGrainWithStringKey
{
    /// <summary>Awaits many times, and says how often somebody else was inside at the same moment.</summary>
    Task<int> CrowdAsync(int awaits);

    /// <summary>True when code after awaits of several kinds runs in turns of the grain.</summary>
    Task<bool> ComesBackAsync();

    /// <summary>True when code after an await of the thread pool's work runs in turns of the grain.</summary>
    Task<bool> ComesBackFromThePoolAsync();
}
