using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Loops;

internal sealed partial class LoopGroup
{
    [LoggerMessage(4030, LogLevel.Debug, "Connection {Connection} was ended by its other side ({Error}).")]
    private partial void LogReset(string connection, string error);

    [LoggerMessage(4031, LogLevel.Warning, "Connection {Connection} of {Endpoint} failed with {Error} and was ended.")]
    private partial void LogFailed(string connection, string endpoint, string error);

    [LoggerMessage(4032, LogLevel.Error, "A callback on the end of connection {Connection} threw.")]
    private partial void LogClosedCallbackThrew(string connection, Exception error);
}
