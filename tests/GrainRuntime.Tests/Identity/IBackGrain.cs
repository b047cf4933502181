namespace Granary.GrainRuntime.Tests.Identity;

public interface IBackGrain : IGrainWithStringKey
{
    Task<int> TotalAsync();
}
