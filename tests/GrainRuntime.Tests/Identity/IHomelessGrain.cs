namespace Granary.GrainRuntime.Tests.Identity;

/// <summary>No class implements it.</summary>
public interface IHomelessGrain : IGrainWithStringKey
{
    Task NothingAsync();
}
