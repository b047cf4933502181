using Microsoft.Extensions.Logging;

namespace Granary.Executors.Pools;

internal sealed partial class ExecutorPool
{
    private ILogger Logger => _parts.Logger;

    [LoggerMessage(3002, LogLevel.Warning, "The executor pool '{Pool}' cannot use its worker {Worker}: {Why}")]
    private static partial void LogWorkerFailed(ILogger logger, string pool, int worker, string why);

    [LoggerMessage(3003, LogLevel.Debug, "The worker {Worker} of the executor pool '{Pool}' ended ({Cause}): {How}")]
    private static partial void LogWorkerEnded(ILogger logger, string pool, int worker, string cause, string how);

    [LoggerMessage(3004, LogLevel.Warning, "The worker {Worker} of the executor pool '{Pool}' was lost ({Cause}): {How}")]
    private static partial void LogWorkerLost(ILogger logger, string pool, int worker, string cause, string how);

    [LoggerMessage(3005, LogLevel.Warning, "The worker {Worker} of the executor pool '{Pool}' does not answer; it gets no new tasks.")]
    private static partial void LogWorkerSilent(ILogger logger, string pool, int worker);

    [LoggerMessage(3009, LogLevel.Information, "Preloaded files of the executor pool '{Pool}' have changed; its workers are replaced one by one.")]
    private static partial void LogReload(ILogger logger, string pool);

    [LoggerMessage(EventId = 3006, Message = "{Pool}/{Worker} {Category}: {Text}")]
    private static partial void LogFromWorker(ILogger logger, LogLevel level, string pool, int worker, string category, string text);

    [LoggerMessage(3007, LogLevel.Information, "The executor pool '{Pool}' is {State}.")]
    private static partial void LogState(ILogger logger, string pool, ExecutorPoolState state);

    [LoggerMessage(3008, LogLevel.Warning, "The executor pool '{Pool}' is {State}: {Error}")]
    private static partial void LogStateBad(ILogger logger, string pool, ExecutorPoolState state, string error);
}
