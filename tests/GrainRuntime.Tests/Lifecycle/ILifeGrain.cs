namespace Granary.GrainRuntime.Tests.Lifecycle;

/// <summary>Its life is noted at the gate of the key.</summary>
public interface ILifeGrain : IGrainWithStringKey
{
    Task<int> CountAsync();

    Task LeaveAsync();

    Task HoldAsync(string gate);

    Task<string> SiloAsync();
}
