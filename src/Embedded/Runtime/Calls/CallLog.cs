using Microsoft.Extensions.Logging;

namespace Granary.Embedded.Runtime;

/// <summary>Log of calls.</summary>
internal static partial class CallLog
{
    [LoggerMessage(9120, LogLevel.Debug, "A stream of {GrainId} could not be closed; the grain forgets it by itself")]
    public static partial void StreamNotClosed(ILogger log, GrainId grainId, Exception error);

    [LoggerMessage(9121, LogLevel.Debug, "{Call} for an observer that is gone was dropped")]
    public static partial void ObserverGone(ILogger log, GrainCall call);

    [LoggerMessage(9122, LogLevel.Warning, "{Call} of an observer failed")]
    public static partial void ObserverFailed(ILogger log, GrainCall call, Exception error);
}
