namespace Granary.GrainRuntime.Tests.Filters;

public interface IFilteredGrain : IGrainWithStringKey
{
    Task<string> EchoAsync(string text);
}
