namespace Granary.Executors;

/// <summary>
/// Where modules register handlers. Names are <c>[a-z][a-z0-9._-]{0,127}</c>; a name registered twice stops the start, naming both. An input or output
/// of type <see cref="ReadOnlyMemory{T}"/> of bytes travels as bytes, one of type <see cref="ExecutorPayload"/> as it is, every other as JSON.
/// </summary>
public interface IExecutorHandlers
{
    /// <summary>A handler that may block; in a worker it has a thread of its lane to itself.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="handler">The body; called by several threads at once if the pool has several lanes in one process.</param>
    /// <param name="idempotent">It may be run once more when its worker is lost.</param>
    void Add<TIn, TOut>(string name, Func<TIn, ExecutorContext, TOut> handler, bool idempotent = false);

    /// <summary>A handler that awaits.</summary>
    /// <inheritdoc cref="Add"/>
    void AddAsync<TIn, TOut>(string name, Func<TIn, ExecutorContext, ValueTask<TOut>> handler, bool idempotent = false);

    /// <summary>
    /// A preload hook, named by a pool's <c>Initializer</c>: runs once per worker before it is ready. Handlers read its value from
    /// <see cref="ExecutorContext.Preloaded"/>.
    /// </summary>
    void AddPreload(string name, Func<ExecutorPreload, CancellationToken, ValueTask<object?>> hook);
}
