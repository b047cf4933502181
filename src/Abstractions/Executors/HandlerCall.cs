namespace Granary.Abstractions.Executors;

/// <summary>One call of a handler by name. Stays in its process.</summary>
/// <param name="Pool">The pool; empty: inline, in this process.</param>
/// <param name="Handler">The handler; <c>module:function</c> of a Python pool.</param>
/// <param name="Input">Its argument.</param>
/// <param name="Tenant">On whose behalf.</param>
public sealed record HandlerCall(string Pool, string Handler, TaskPayload Input, string Tenant)
{
    /// <summary>Calls with the same key run on the same lane, one after the other; null: any lane.</summary>
    public string? Affinity { get; init; }

    /// <summary>Bound of the whole call from now, waiting for a place included; null: the pool's own.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>Number of this try, from 1; the handler can read it.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Priority class.</summary>
    public string Band { get; init; } = "standard";

    /// <summary>Told of progress, from any thread, each newer than the one before; must not block or throw.</summary>
    public Action<TaskProgress>? OnProgress { get; init; }

    /// <summary>Told once when the handler starts, from any thread; must not block or throw.</summary>
    public Action? OnStarted { get; init; }
}
