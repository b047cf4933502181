using Microsoft.Extensions.Logging;

namespace Granary.Grains.Models;

internal sealed partial class ModelRequestExecutor
{
    [LoggerMessage(1501, LogLevel.Debug, "Alias {Alias}: attempt {Attempt} failed ({Kind}), next one in {Pause}")]
    private partial void LogRetry(string alias, int attempt, string kind, TimeSpan pause);
}
