namespace Granary.GrainRuntime.Tests.Identity;

public interface IGuidGrain : IGrainWithGuidKey
{
    Task<Guid> KeyAsync();
}
