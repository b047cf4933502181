using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops;

internal sealed partial class LoopBackendAnnouncement
{
    [LoggerMessage(4001, LogLevel.Information, "Connections are carried by the backend '{InUse}' ('{Requested}' was asked for): {Reason}")]
    private partial void LogBackend(string inUse, string requested, string reason);

    [LoggerMessage(4002, LogLevel.Warning, "Connections are carried by the backend '{InUse}' instead of '{Requested}': {Reason}")]
    private partial void LogFall(string inUse, string requested, string reason);
}
