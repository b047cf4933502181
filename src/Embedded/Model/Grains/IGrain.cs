namespace Granary.Embedded;

/// <summary>Base of all grain interfaces.</summary>
public interface IGrain : IAddressable;
