using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Pools;

/// <summary>What a handler that runs in this process knows and may say.</summary>
internal sealed class LocalContext(ExecutorTask task, PoolWorker worker, IPoolShell shell, ProgressRelay? progress) : ExecutorContext
{
    public override CancellationToken Cancelled { get; } = task.Cancellation();

    public override TimeSpan? TimeLeft { get; } = task.DueAt - task.StartedAt;

    public override int Attempt => task.Call.Attempt + task.Runs - 1;

    public override string? Tenant => task.Call.Tenant;

    public override string? TraceParent => task.Span?.Id;

    public override string Pool => shell.Settings.Name;

    public override object? Preloaded => null;

    public override void Progress(double? percent, string? message = null, JsonElement? data = null) =>
        progress?.Report(ProgressBounds.Cut(percent, message, data));

    public override void Log(LogLevel level, string message) => shell.WorkerLog(worker, level, task.Call.Handler, message);
}
