using Granary.Executors.Handlers;
using Granary.Executors.Pools;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Executors;

/// <summary>The pools of the process: those configured, <c>default</c>, and those made by code. Stops them all with the host.</summary>
internal sealed partial class ExecutorPools : IExecutorPools, IHostedService, IDisposable
{
    private const string DefaultPool = "default";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (ExecutorPoolSettings Settings, ExecutorPool Pool)> _pools = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly HandlerTable _handlers;
    private readonly ExecutorInstruments _instruments;
    private readonly ILogger<ExecutorPools> _logger;
    private readonly ExecutorPool _inline;
    private bool _stopped;

    public ExecutorPools(IOptions<ExecutorOptions> options, IEnumerable<IExecutorModule> modules, TimeProvider time, ExecutorInstruments instruments, ILogger<ExecutorPools> logger)
    {
        _time = time;
        _handlers = new HandlerTable(modules.Concat(PluginAssemblies.Load(options.Value.Assemblies)));
        _instruments = instruments;
        _logger = logger;
        _inline = new ExecutorPool(
            ExecutorPoolSettings.From("inline", new ExecutorPoolOptions { Kind = ExecutorKinds.Inline }), _handlers, _time, _instruments);
        foreach (var (name, pool) in options.Value.Pools)
        {
            Add(ExecutorPoolSettings.From(name, pool));
        }

        if (!_pools.ContainsKey(DefaultPool))
        {
            Add(ExecutorPoolSettings.From(DefaultPool, new ExecutorPoolOptions { Kind = ExecutorKinds.Thread }));
        }

        instruments.ObservePending(Snapshot);
    }

    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
            {
                return [.. _pools.Keys];
            }
        }
    }

    public IExecutorPool Inline => _inline;

    public bool RequiredAreReady => true;

    public IExecutorPool? Find(string name)
    {
        lock (_gate)
        {
            return _pools.TryGetValue(name, out var found) ? found.Pool : null;
        }
    }

    public ExecutorPoolOptions OptionsOf(string name)
    {
        lock (_gate)
        {
            return _pools.TryGetValue(name, out var found)
                ? found.Settings.Options
                : throw new KeyNotFoundException($"There is no executor pool '{name}'; there are {string.Join(", ", _pools.Keys)}.");
        }
    }

    public IExecutorPool Get(string name)
    {
        lock (_gate)
        {
            return _pools.TryGetValue(name, out var found)
                ? found.Pool
                : throw new KeyNotFoundException($"There is no executor pool '{name}'; there are {string.Join(", ", _pools.Keys)}.");
        }
    }

    public IExecutorPool GetOrCreate(string name, ExecutorPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = string.Join(' ', ExecutorPoolOptionsCheck.Errors(name, options));
        if (errors.Length > 0)
        {
            throw new ArgumentException(errors, nameof(options));
        }

        var settings = ExecutorPoolSettings.From(name, options);
        lock (_gate)
        {
            if (!_pools.TryGetValue(name, out var found))
            {
                return _stopped ? throw new InvalidOperationException($"The process stops; the executor pool '{name}' is not made any more.") : Add(settings);
            }

            return found.Settings == settings
                ? found.Pool
                : throw new InvalidOperationException(
                    $"pool_conflict: the executor pool '{name}' exists with other options. There: {found.Settings}. Here: {settings}.");
        }
    }

    public IReadOnlyList<ExecutorPoolSnapshot> Snapshot()
    {
        List<ExecutorPool> pools;
        lock (_gate)
        {
            pools = [.. _pools.Values.Select(static entry => entry.Pool)];
        }

        return [.. pools.Select(static pool => pool.Snapshot())];
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stops all pools at once; each within its stop timeout.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Refuse().Select(async pool =>
        {
            var report = await pool.StopAsync();
            if (report.Cancelled > 0)
            {
                LogCutShort(pool.Name, report.Cancelled, report.Abandoned);
            }
        })).WaitAsync(cancellationToken);
    }

    /// <summary>Begins to stop without waiting, for containers that never ran as a host: idle threads end, new tasks are refused.</summary>
    public void Dispose()
    {
        foreach (var pool in Refuse())
        {
            _ = pool.StopAsync();
        }
    }

    private List<ExecutorPool> Refuse()
    {
        lock (_gate)
        {
            _stopped = true;
            return [.. _pools.Values.Select(static entry => entry.Pool)];
        }
    }

    private ExecutorPool Add(ExecutorPoolSettings settings)
    {
        var pool = new ExecutorPool(settings, _handlers, _time, _instruments);
        _pools.Add(settings.Name, (settings, pool));
        return pool;
    }
}
