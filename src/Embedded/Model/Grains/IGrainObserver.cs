namespace Granary.Embedded;

/// <summary>An object outside of grains that grains may notify.</summary>
public interface IGrainObserver : IAddressable;
