namespace Granary.GrainRuntime.Tests.Identity;

public interface INumberGrain : IGrainWithIntegerKey
{
    Task<long> KeyAsync();
}
