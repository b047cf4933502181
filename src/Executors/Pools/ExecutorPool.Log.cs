using Granary.Executors.Protocol;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Pools;

internal sealed partial class ExecutorPool
{
    private readonly RateLimit _failuresSaid;

    private ILogger Logger => _parts.Logger;

    // A handler that fails with every call must not fill the disk with its stacks.
    private void LogFailed(string handler, ExecutorFailure failure)
    {
        if (Logger.IsEnabled(LogLevel.Warning) && _failuresSaid.TryTake(out var dropped))
        {
            LogTaskFailed(Logger, handler, Name, failure.RemoteType, failure.RemoteMessage, dropped, failure.RemoteStack);
        }
    }

    [LoggerMessage(3012, LogLevel.Warning, "The task '{Handler}' failed in the executor pool '{Pool}' with {Type}: {Text} ({Dropped} such messages were left out before)\n{Stack}")]
    private static partial void LogTaskFailed(ILogger logger, string handler, string pool, string? type, string? text, long dropped, string? stack);

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
