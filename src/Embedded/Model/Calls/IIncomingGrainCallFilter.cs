namespace Granary.Embedded;

/// <summary>Runs around calls at the called side: those registered as services first, then the grain itself if it implements this.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Runs within the turn of the call; goes on by <see cref="IGrainCallContext.Invoke"/>.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}
