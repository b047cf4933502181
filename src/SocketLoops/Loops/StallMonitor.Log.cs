using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Loops;

internal sealed partial class StallMonitor
{
    [LoggerMessage(4020, LogLevel.Warning, "Loop {Loop} {State} {Milliseconds:F1} ms by a callback ({Operation}, {Endpoint}): {Stack}")]
    private partial void LogStall(int loop, string state, double milliseconds, string operation, string endpoint, string stack);

    [LoggerMessage(4021, LogLevel.Warning, "Loop {Loop} was seen at: {Stack}")]
    private partial void LogStack(int loop, string stack);
}
