using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Transport;

internal sealed partial class LoopListener
{
    [LoggerMessage(4040, LogLevel.Warning, "Accepting on {Endpoint} pauses: {Error} with {Open} connections open. Existing connections go on.")]
    private partial void LogAcceptPaused(string endpoint, string error, int open);

    [LoggerMessage(4041, LogLevel.Error, "The inline endpoint {Endpoint} stalled its loop three times in 60 s; its new connections run on the ThreadPool.")]
    private partial void LogInlineWithdrawn(string endpoint);

    [LoggerMessage(4042, LogLevel.Warning, "A connection of {Endpoint} could not be put on its loop and was closed.")]
    private partial void LogAttachFailed(string endpoint, Exception error);
}
