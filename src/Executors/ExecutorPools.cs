using System.Security.Cryptography;
using Granary.Executors.Handlers;
using Granary.Executors.Pools;
using Granary.Executors.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Executors;

/// <summary>
/// The pools of the process: those configured, <c>default</c>, and those made by code. They are made when somebody first asks, or at the start; their
/// workers start with the host, and all stop with it.
/// </summary>
internal sealed partial class ExecutorPools : IExecutorPools, IHostedService, IDisposable
{
    private const string DefaultPool = "default";
    private const string InlinePool = "inline";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, ExecutorPool> _pools = new(StringComparer.Ordinal);
    private readonly ExecutorOptions _options;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly ExecutorInstruments _instruments;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger<ExecutorPools> _logger;
    private readonly ExecutorBypass _bypass = ExecutorBypass.FromEnvironment();
    private readonly Lazy<HandlerTable> _handlers;
    private readonly Lazy<WorkerGate> _door;
    private readonly Lazy<ExecutorPool> _inline;
    private bool _made;
    private bool _started;
    private bool _stopped;

    public ExecutorPools(
        IOptions<ExecutorOptions> options,
        IEnumerable<IExecutorModule> modules,
        IServiceProvider services,
        TimeProvider time,
        ExecutorInstruments instruments,
        ILoggerFactory loggers)
    {
        _options = options.Value;
        _services = services;
        _time = time;
        _instruments = instruments;
        _loggers = loggers;
        _logger = loggers.CreateLogger<ExecutorPools>();
        _handlers = new Lazy<HandlerTable>(() => new HandlerTable(modules.Concat(PluginAssemblies.Load(_options.Assemblies))));
        _door = new Lazy<WorkerGate>(() => new WorkerGate(RunFolder.Make(_options.RunFolder), loggers.CreateLogger<WorkerGate>()));
        _inline = new Lazy<ExecutorPool>(() => New(ExecutorPoolSettings.From(InlinePool, new ExecutorPoolOptions { Kind = ExecutorKinds.Inline })));
        instruments.Observe(Snapshot);
    }

    public IReadOnlyList<string> Names => Locked(static pools => pools._pools.Keys.ToArray());

    public IExecutorPool Inline => _inline.Value;

    public bool RequiredAreReady => Locked(static pools => pools._pools.Values.ToArray())
        .Where(static pool => pool.Settings.Options.Required)
        .All(static pool => pool.Snapshot().State is ExecutorPoolState.Ready or ExecutorPoolState.Degraded);

    public IExecutorPool? Find(string name) => Locked(pools => pools._pools.GetValueOrDefault(name));

    public IExecutorPool Get(string name) => Find(name)
        ?? throw new KeyNotFoundException($"There is no executor pool '{name}'; there are {string.Join(", ", Names)}.");

    public ExecutorPoolOptions OptionsOf(string name) => ((ExecutorPool)Get(name)).Settings.Options;

    public IExecutorPool GetOrCreate(string name, ExecutorPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = string.Join(' ', ExecutorPoolOptionsCheck.Errors(name, options));
        if (errors.Length > 0)
        {
            throw new ArgumentException(errors, nameof(options));
        }

        return Locked(pools =>
        {
            if (pools._pools.TryGetValue(name, out var found))
            {
                return ExecutorPoolChange.Differing(found.Settings.Options, options).ToList() is { Count: > 0 } differing
                    ? throw new InvalidOperationException($"pool_conflict: the executor pool '{name}' exists with another {string.Join(", ", differing)}.")
                    : found;
            }

            if (pools._stopped)
            {
                throw new InvalidOperationException($"The process stops; the executor pool '{name}' is not made any more.");
            }

            var pool = pools.Make(name, options);
            if (pools._started)
            {
                pool.Begin();
            }

            return pool;
        });
    }

    public IReadOnlyList<ExecutorPoolSnapshot> Snapshot() => [.. Locked(static pools => pools._pools.Values.ToArray()).Select(static pool => pool.Snapshot())];

    /// <summary>Checks what can only be seen by looking (files, interpreters), then starts the workers. Does not wait for them.</summary>
    /// <exception cref="ExecutorStartException">A pool cannot be started as it is configured.</exception>
    /// <exception cref="ExecutorModuleException">A plug-in cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var pools = Locked(static pools => pools._pools.Values.ToArray());
        foreach (var interpreter in pools.Where(static pool => pool.Settings is { IsPython: true, Kind: ExecutorKind.Process })
            .Select(static pool => (pool.Name, Launch: PythonLaunch.Of(pool.Settings))).DistinctBy(static pool => pool.Launch.FileName))
        {
            await PythonVersion.CheckAsync(interpreter.Name, interpreter.Launch.FileName, _time, cancellationToken);
        }

        if (pools.Any(static pool => pool.Settings is { Kind: ExecutorKind.Process, MinWorkers: > 0 }))
        {
            // Its folder is wrong now, or never.
            _ = _door.Value;
        }

        Locked(static pools =>
        {
            pools._started = true;
            foreach (var pool in pools._pools.Values)
            {
                pool.Begin();
            }

            return 0;
        });
    }

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
        CloseDoor();
    }

    /// <summary>Begins to stop without waiting, for containers that never ran as a host: idle threads end, workers are told to, new tasks are refused.</summary>
    public void Dispose()
    {
        var stops = Refuse().Select(static pool => pool.StopAsync(wait: false)).ToArray();
        _ = Task.WhenAll(stops).ContinueWith(_ => CloseDoor(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void CloseDoor()
    {
        if (_door.IsValueCreated)
        {
            _door.Value.Dispose();
        }
    }

    private List<ExecutorPool> Refuse()
    {
        lock (_gate)
        {
            _stopped = true;
            return [.. _pools.Values, .. _inline.IsValueCreated ? new[] { _inline.Value } : []];
        }
    }

    /// <summary>Under the lock; the first makes the configured pools.</summary>
    private T Locked<T>(Func<ExecutorPools, T> action)
    {
        lock (_gate)
        {
            if (!_made && !_stopped)
            {
                // Before, because what is asked while they are made may ask for them.
                _made = true;
                try
                {
                    MakeConfigured();
                }
                catch
                {
                    _made = false;
                    throw;
                }
            }

            return action(this);
        }
    }

    private void MakeConfigured()
    {
        List<string> errors = [];
        foreach (var (name, options) in _options.Pools.OrderBy(static pool => pool.Key, StringComparer.Ordinal).Where(pool => !_pools.ContainsKey(pool.Key)))
        {
            try
            {
                Make(name, options);
            }
            catch (ExecutorStartException error)
            {
                errors.Add(error.Message);
            }
        }

        if (errors.Count > 0)
        {
            throw new ExecutorStartException(string.Join(' ', errors));
        }

        if (!_pools.ContainsKey(DefaultPool))
        {
            Make(DefaultPool, new ExecutorPoolOptions { MinWorkers = 0 });
        }
    }

    private ExecutorPool Make(string name, ExecutorPoolOptions options)
    {
        var isPython = string.Equals(options.Runtime, ExecutorRuntimes.Python, StringComparison.Ordinal);
        var isBypassed = options.Bypass || _bypass.Covers(name);
        if (isBypassed && isPython)
        {
            LogNoBypass(name);
            isBypassed = false;
        }

        var isLocal = string.Equals(options.Kind, ExecutorKinds.Remote, StringComparison.Ordinal) && _services.GetService<IRemoteExecutors>()?.IsLocal(options.Label!) == true;
        var pool = New(ExecutorPoolSettings.From(name, options, isBypassed, isLocal));
        _pools.Add(name, pool);
        return pool;
    }

    private ExecutorPool New(ExecutorPoolSettings settings)
    {
        Func<IPoolShell, ILaneRunner> runner = settings.Kind switch
        {
            ExecutorKind.Inline => shell => new InlineLaneRunner(shell, _time),
            ExecutorKind.Thread => shell => new ThreadLaneRunner(shell, _time),
            ExecutorKind.Remote => shell => new RemoteLaneRunner(shell, _services.GetService<IRemoteExecutors>()),
            ExecutorKind.Process => Processes(WorkerLaunch.Of(settings, _options)),
            _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Kind, null),
        };
        return new ExecutorPool(settings, new PoolParts(
            _handlers, _time, _instruments, _loggers.CreateLogger($"Granary.Executors.{settings.Name}"), new Random(RandomNumberGenerator.GetInt32(int.MaxValue)), runner));

        Func<IPoolShell, ILaneRunner> Processes(WorkerLaunch launch) => shell => new ProcessLaneRunner(shell, _door, launch, _time);
    }
}
