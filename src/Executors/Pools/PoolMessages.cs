using System.Globalization;
using Granary.Abstractions.Executors;

namespace Granary.Executors.Pools;

/// <summary>The sentences of failures.</summary>
internal static class PoolMessages
{
    public static ExecutorFailure Of(ExecutorPoolSettings settings, PoolEffect effect, string handler, TaskResult? result, string? lastStartError)
    {
        var name = settings.Name;
        var options = settings.Options;
        var message = effect.Code switch
        {
            TaskFailureCodes.Overloaded => string.Create(
                CultureInfo.InvariantCulture,
                $"The executor pool '{name}' is full (MaxPending {options.MaxPending}, {OverflowText(settings)})."),
            TaskFailureCodes.Stopped => $"The executor pool '{name}' stops.",
            TaskFailureCodes.Unhealthy => settings.Kind == ExecutorKind.Thread
                ? $"The executor pool '{name}' is unhealthy: every thread, and {settings.MaxWorkers} more that were abandoned (MaxWorkers), is held by work that ignores its cancellation."
                : $"The executor pool '{name}' is unhealthy: no worker is ready. The last start failed: {lastStartError}",
            TaskFailureCodes.Cancelled => $"The task was cancelled by its caller in the executor pool '{name}'.",
            TaskFailureCodes.TimedOut => $"The task '{handler}' ran out of time in the executor pool '{name}' (TaskTimeout {Limit(options.TaskTimeout)}, or its caller's deadline).",
            TaskFailureCodes.WorkerLost => $"The worker of the task '{handler}' in the executor pool '{name}' was lost: {effect.Detail ?? result?.Message}.",
            TaskFailureCodes.Failed => $"The task '{handler}' failed in the executor pool '{name}': {(result?.RemoteType is { } type ? $"{type}: " : string.Empty)}{result?.Message}",
            _ => $"The task '{handler}' cannot be done in the executor pool '{name}': {result?.Message}.",
        };
        return new ExecutorFailure(effect.Code!, message, result?.Exception)
        {
            RemoteType = result?.RemoteType,
            RemoteMessage = effect.Code is TaskFailureCodes.Failed ? result?.Message : null,
            RemoteStack = result?.RemoteStack,
            Pointer = result?.Pointer,
            RetryAfter = effect.RetryAfter ?? result?.RetryAfter,
        };
    }

    private static string OverflowText(ExecutorPoolSettings settings) => settings.Overflow switch
    {
        ExecutorOverflow.Fail => "Overflow fail",
        ExecutorOverflow.Wait => string.Create(CultureInfo.InvariantCulture, $"MaxWaiters {settings.Options.MaxWaiters}"),
        ExecutorOverflow.Timed => string.Create(
            CultureInfo.InvariantCulture, $"MaxWaiters {settings.Options.MaxWaiters}, OverflowTimeout {settings.Options.OverflowTimeout}"),
        _ => throw new ArgumentOutOfRangeException(nameof(settings)),
    };

    private static string Limit(TimeSpan? limit) => limit?.ToString() ?? "none";
}
