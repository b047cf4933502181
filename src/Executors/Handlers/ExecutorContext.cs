using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Granary.Executors;

/// <summary>What a running handler knows and may say. Thread-safe; of no effect once the task has ended.</summary>
public abstract class ExecutorContext
{
    /// <summary>Cancelled when nobody wants the result any more. A handler that ignores it is killed with its worker after the pool's grace.</summary>
    public abstract CancellationToken Cancelled { get; }

    /// <summary>Time until the task is cancelled, as it was at the start; null: no limit.</summary>
    public abstract TimeSpan? TimeLeft { get; }

    /// <summary>Number of this attempt, from 1.</summary>
    public abstract int Attempt { get; }

    /// <summary>Whose call it is.</summary>
    public abstract string? Tenant { get; }

    /// <summary>W3C trace context of the call.</summary>
    public abstract string? TraceParent { get; }

    /// <summary>The pool the task runs in.</summary>
    public abstract string Pool { get; }

    /// <summary>What the preload hook of this worker returned.</summary>
    public abstract object? Preloaded { get; }

    /// <summary>Says how far the task is. Returns at once; more than ten a second are coalesced, the latest wins.</summary>
    /// <param name="percent">0 to 100.</param>
    /// <param name="message">Cut to 1 KiB.</param>
    /// <param name="data">A JSON value; dropped if it is above 4 KiB.</param>
    public abstract void Progress(double? percent, string? message = null, JsonElement? data = null);

    /// <summary>Writes to the host's log. More than 200 a second per worker are dropped and counted.</summary>
    public abstract void Log(LogLevel level, string message);
}
