namespace Granary.Embedded;

/// <summary>A grain whose key is of that kind.</summary>
public interface IGrainWithStringKey : IGrain;
