using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Granary.Executors.Handlers;

/// <summary>The handlers and preload hooks of one process by name. Filled once, then only read.</summary>
internal sealed partial class HandlerTable
{
    private readonly SortedDictionary<string, Handler> _handlers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (string Module, Func<ExecutorPreload, CancellationToken, ValueTask<object?>> Hook)> _preloads =
        new(StringComparer.Ordinal);

    /// <summary>Lets modules register, each once.</summary>
    /// <exception cref="ExecutorModuleException">A name is not valid or registered twice, or a module throws.</exception>
    public HandlerTable(IEnumerable<IExecutorModule> modules)
    {
        foreach (var module in modules)
        {
            var name = module.GetType().FullName!;
            try
            {
                module.Register(new Registration(this, name));
            }
            catch (Exception error) when (error is not ExecutorModuleException)
            {
                throw new ExecutorModuleException($"The executor module {name} fails to register its handlers: {error.Message}", error);
            }
        }

        All = [.. _handlers.Values.Select(static handler => handler.Info)];
    }

    /// <summary>All handlers, by name.</summary>
    public ImmutableArray<ExecutorHandlerInfo> All { get; }

    public Handler? Find(string name) => _handlers.GetValueOrDefault(name);

    public Func<ExecutorPreload, CancellationToken, ValueTask<object?>>? FindPreload(string name) =>
        _preloads.TryGetValue(name, out var found) ? found.Hook : null;

    /// <summary>Names of the preload hooks, for messages.</summary>
    public string PreloadNames => _preloads.Count == 0 ? "none" : string.Join(", ", _preloads.Keys);

    /// <summary>A sentence for a name that is not there.</summary>
    public static string Unknown(string name, IEnumerable<ExecutorHandlerInfo> known) =>
        $"there is no handler '{name}'; there are {string.Join(", ", known.Select(static handler => handler.Name).DefaultIfEmpty("none"))}";

    private static void CheckName(string name, string module)
    {
        if (!ValidName().IsMatch(name))
        {
            throw new ExecutorModuleException($"The executor module {module} registers '{name}'; a name must match [a-z][a-z0-9._-]{{0,127}}.");
        }
    }

    private static ExecutorModuleException Twice(string what, string name, string first, string second) =>
        new($"The {what} '{name}' is registered twice, by {first} and by {second}.");

    [GeneratedRegex("^[a-z][a-z0-9._-]{0,127}\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();

    private sealed class Registration(HandlerTable table, string module) : IExecutorHandlers
    {
        public void Add<TIn, TOut>(string name, Func<TIn, ExecutorContext, TOut> handler, bool idempotent = false) =>
            Add(new TypedHandler<TIn, TOut>(name, module, handler ?? throw new ArgumentNullException(nameof(handler)), null, idempotent));

        public void AddAsync<TIn, TOut>(string name, Func<TIn, ExecutorContext, ValueTask<TOut>> handler, bool idempotent = false) =>
            Add(new TypedHandler<TIn, TOut>(name, module, null, handler ?? throw new ArgumentNullException(nameof(handler)), idempotent));

        public void AddPreload(string name, Func<ExecutorPreload, CancellationToken, ValueTask<object?>> hook)
        {
            ArgumentNullException.ThrowIfNull(hook);
            CheckName(name, module);
            if (!table._preloads.TryAdd(name, (module, hook)))
            {
                throw Twice("preload hook", name, table._preloads[name].Module, module);
            }
        }

        private void Add(Handler handler)
        {
            CheckName(handler.Info.Name, module);
            if (!table._handlers.TryAdd(handler.Info.Name, handler))
            {
                throw Twice("handler", handler.Info.Name, table._handlers[handler.Info.Name].Module, module);
            }
        }
    }
}
