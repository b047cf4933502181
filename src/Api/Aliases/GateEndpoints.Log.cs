using Microsoft.Extensions.Logging;

namespace Granary.Api.Aliases;

internal static partial class GateEndpoints
{
    [LoggerMessage(5144, LogLevel.Warning, "The gate of alias {Alias} was turned by hand ({Action}); it is {Gate} now. Reason: {Reason}")]
    private static partial void LogTurned(ILogger logger, string alias, string action, string? gate, string? reason);
}
