using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Pools;

internal sealed class LocalContext(ExecutorCall call, string pool, CancellationToken cancelled) : ExecutorContext
{
    public override CancellationToken Cancelled => cancelled;
    public override TimeSpan? TimeLeft => call.TimeLeft;
    public override int Attempt => call.Attempt;
    public override string? Tenant => call.Tenant;
    public override string? TraceParent => null;
    public override string Pool => pool;
    public override object? Preloaded => null;
    public override void Progress(double? percent, string? message = null, JsonElement? data = null) =>
        call.Progress?.Invoke(new ExecutorProgress(percent, message, data));
    public override void Log(LogLevel level, string message)
    {
    }
}
