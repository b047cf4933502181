namespace Granary.Embedded;

/// <summary>A call that is about to be sent.</summary>
public interface IOutgoingGrainCallContext : IGrainCallContext
{
    /// <summary>The calling activation; null when no grain calls.</summary>
    IGrainContext? SourceContext { get; }
}
