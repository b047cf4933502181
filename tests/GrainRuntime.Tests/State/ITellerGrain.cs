namespace Granary.GrainRuntime.Tests.State;

public interface ITellerGrain : IGrainWithStringKey
{
    Task AddAsync(string account, int amount);

    /// <summary>How often this was asked, counted in memory.</summary>
    Task<int> CallsAsync();
}
