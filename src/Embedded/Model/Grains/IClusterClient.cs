namespace Granary.Embedded;

/// <summary>Access to grains from outside of grains.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>Services of the process.</summary>
    IServiceProvider ServiceProvider { get; }
}
