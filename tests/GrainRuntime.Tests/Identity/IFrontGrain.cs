namespace Granary.GrainRuntime.Tests.Identity;

public interface IFrontGrain : IGrainWithStringKey
{
    Task<int> AddAsync(int amount);

    Task<IFrontGrain> SelfAsync();

    Task<int> AddByReferenceAsync(IFrontGrain other, int amount);
}
