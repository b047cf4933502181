using Microsoft.Extensions.Logging;

namespace Granary.Executors;

internal sealed partial class ExecutorPools
{
    [LoggerMessage(3001, LogLevel.Warning, "The executor pool '{Pool}' did not finish in time: {Cancelled} tasks were given up, {Abandoned} of them still run.")]
    private partial void LogCutShort(string pool, int cancelled, int abandoned);

    [LoggerMessage(3013, LogLevel.Warning, "The executor pool '{Pool}' runs Python, which cannot run inline; GRANARY_EXECUTOR_BYPASS is ignored for it.")]
    private partial void LogNoBypass(string pool);
}
