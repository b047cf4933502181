namespace Granary.Embedded;

/// <summary>Runs around calls at the calling side; registered as a service.</summary>
public interface IOutgoingGrainCallFilter
{
    /// <summary>Goes on by <see cref="IGrainCallContext.Invoke"/>.</summary>
    Task Invoke(IOutgoingGrainCallContext context);
}
