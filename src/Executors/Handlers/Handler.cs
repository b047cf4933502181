namespace Granary.Executors.Handlers;

/// <summary>A registered handler without its types. Thread-safe.</summary>
internal abstract class Handler(string name, string module, bool isAsynchronous, bool isIdempotent)
{
    /// <summary>What callers see.</summary>
    public ExecutorHandlerInfo Info { get; } = new(name, isAsynchronous, isIdempotent);

    /// <summary>Who registered it.</summary>
    public string Module { get; } = module;

    /// <summary>The type it takes.</summary>
    public abstract Type Input { get; }

    /// <summary>The type it returns.</summary>
    public abstract Type Output { get; }

    /// <summary>The argument from what came over the wire.</summary>
    /// <exception cref="Payloads.PayloadException">It does not fit.</exception>
    public abstract object? Read(in ExecutorPayload payload);

    /// <summary>The result as it goes over the wire.</summary>
    /// <exception cref="Payloads.PayloadException">It cannot be written.</exception>
    public abstract ExecutorPayload Write(object? result, int limit);

    /// <summary>Runs it with an argument of its input type. Throws what the handler throws.</summary>
    public abstract ValueTask<object?> InvokeAsync(object? argument, ExecutorContext context);
}
