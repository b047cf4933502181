using Granary.Abstractions.Models;
using Granary.Admission;

namespace Granary.Grains.Events;

/// <summary>
/// Says in the request stream what becomes of the calls of runs. The correlation comes with the call by value; a call without a task, or without a
/// listener, costs one test.
/// </summary>
internal sealed class RunCallEvents(EventStreams streams)
{
    private long _attempts;

    /// <summary>An attempt asks for a permit; null when nobody wants to know.</summary>
    public RunCallAttemptEvents? Begin(ResourceKey key, CallerContext caller, int attempt)
    {
        if (!streams.HearsRequests || caller is not { RunId: { } run, TaskExecutionId: { } execution })
        {
            return null;
        }

        var id = $"{streams.Silo}/{Interlocked.Increment(ref _attempts):x}";
        return new RunCallAttemptEvents(streams, id, key, new EventCorrelation(run, RowGroup: caller.RowGroup, Column: caller.Column, TaskExecutionId: execution), attempt);
    }
}
