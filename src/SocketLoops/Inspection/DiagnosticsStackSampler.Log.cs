using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Inspection;

internal sealed partial class DiagnosticsStackSampler
{
    [LoggerMessage(4022, LogLevel.Warning, "The stack of a stuck loop could not be sampled.")]
    private partial void LogNotSampled(Exception error);
}
