namespace Granary.GrainRuntime.Tests.Lifecycle;

public interface IFragileGrain : IGrainWithStringKey
{
    Task<string> HelloAsync();
}
