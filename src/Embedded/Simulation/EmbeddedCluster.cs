using System.Collections.Frozen;
using System.Net;
using System.Runtime.ExceptionServices;
using Granary.Embedded.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Embedded.Simulation;

/// <summary>
/// Several silos and a client simulated in one process: virtual time, one thread, one seed that decides everything, and faults. A run with the same
/// seed and code takes the same course; <see cref="TraceHash"/> shows it. Everything happens within <see cref="Run(Func{Task})"/>; between two runs
/// time stands still.
/// <para>What runs in it takes its time from the injected <see cref="TimeProvider"/>, and does not leave the thread: no <c>Task.Run</c>, no
/// <c>ConfigureAwait(false)</c> on something that is not complete, no real input or output. <see cref="ForeignWork"/> counts what did.</para>
/// </summary>
public sealed class EmbeddedCluster : IDisposable
{
    private readonly SimulationPump _pump;
    private readonly GrainCluster _cluster;
    private readonly MemoryStateBackend _state = new();
    private readonly SimulatedNode _clientNode;
    private readonly ClientOrigin _client;
    private readonly ServiceProvider _clientServices;
    private readonly List<SimulatedSilo> _silos = [];
    private int _generation;
    private Exception? _failedStart;

    private EmbeddedCluster(EmbeddedClusterOptions options)
    {
        Options = options;
        Random = new SimulationRandom(options.Seed);
        Trace = new SimulationTrace(options.KeepTrace);
        _pump = new SimulationPump(Random, Trace, new PumpLimits(options.VirtualTimeLimit, options.RealWorkGrace), options.Start, options.Seed);
        Directory = new SimulatedDirectory(Random);
        NetworkNode = new SimulatedNode("network", _pump);
        _clientNode = new SimulatedNode("client", _pump);
        Faults = new SimulationFaults(this, options.Faults);
        Chance = new ChanceFaults(this, new SimulatedNode("chance", _pump));
        _cluster = new GrainCluster(
            Settings(options), _state, new SimulatedTransport(this, _pump), Directory, _clientNode.Time, NullLoggerFactory.Instance, () => _client)
        {
            Tracer = (what, whom) => Note(what, whom, ""),
        };
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clientNode.Time);
        options.ConfigureClient?.Invoke(services);
        _clientServices = services.BuildServiceProvider();
        _client = new ClientOrigin(_cluster, _clientNode, _clientServices, NullLogger.Instance);
        _clientNode.Origin = _client;
        Directory.Join(_client);
    }

    /// <summary>The options it was made with.</summary>
    public EmbeddedClusterOptions Options { get; }

    /// <summary>Faults: now, for what comes next, and by chance.</summary>
    public SimulationFaults Faults { get; }

    /// <summary>The client. Its calls pass the network, like those of a process of its own.</summary>
    public IClusterClient Client => _client.GrainFactory;

    /// <summary>Virtual time, for the driver.</summary>
    public TimeProvider Time => _clientNode.Time;

    /// <summary>Virtual time since the start.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(_pump.Now);

    /// <summary>Silos that are alive, in the order in which they were started.</summary>
    public IReadOnlyList<SimulatedSilo> Silos => Alive();

    /// <summary>Hash of everything that happened so far.</summary>
    public ulong TraceHash => Trace.Hash;

    /// <summary>Number of events so far.</summary>
    public long TraceLength => Trace.Length;

    /// <summary>The events, if <see cref="EmbeddedClusterOptions.KeepTrace"/> is set.</summary>
    public IReadOnlyList<string> TraceLines => Trace.Lines;

    /// <summary>How often something came in from another thread. Above zero, the run does not replay for certain.</summary>
    public long ForeignWork => _pump.ForeignPosts;

    internal SimulationRandom Random { get; }

    internal SimulationTrace Trace { get; }

    internal SimulatedDirectory Directory { get; }

    internal ChanceFaults Chance { get; }

    internal SimulatedNode NetworkNode { get; }

    internal IStateBackend State => _state;

    /// <summary>Makes a cluster and starts its silos.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static EmbeddedCluster Start(Action<EmbeddedClusterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new EmbeddedClusterOptions();
        configure(options);
        EmbeddedClusterOptionsCheck.Check(options);
        var cluster = new EmbeddedCluster(options);
        cluster.Run(async () =>
        {
            foreach (var name in options.Silos)
            {
                await cluster.StartSiloAsync(name);
            }

            await cluster._cluster.Reminders.StartAsync(CancellationToken.None);
        });
        cluster.Chance.Reschedule();
        return cluster;
    }

    /// <summary>The silo of that name that is alive.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public SimulatedSilo Silo(string name) =>
        _silos.Find(s => s.IsAlive && s.Name == name) ?? throw new ArgumentException($"No silo {name} is alive.", nameof(name));

    /// <summary>Runs the simulation until the driver has ended; throws what it throws. The driver runs on the client.</summary>
    /// <exception cref="SimulationException">It can never end, or the virtual time limit has passed.</exception>
    public void Run(Func<Task> driver) => Run(async () =>
    {
        await driver();
        return true;
    });

    /// <inheritdoc cref="Run(Func{Task})"/>
    public T Run<T>(Func<Task<T>> driver)
    {
        ArgumentNullException.ThrowIfNull(driver);
        Task<T>? running = null;
        _pump.RunUntil(() => running = OnNodeAsync(_clientNode, driver));
        var result = running!.GetAwaiter().GetResult();
        if (_failedStart is { } failed)
        {
            _failedStart = null;
            ExceptionDispatchInfo.Throw(failed);
        }

        return result;
    }

    /// <summary>Runs the simulation for that long.</summary>
    public void RunFor(TimeSpan time) => Run(() => Task.Delay(time, Time));

    /// <summary>Starts a silo, or one that stopped or crashed anew. Within the driver.</summary>
    /// <exception cref="InvalidOperationException">It is alive.</exception>
    public async Task<SimulatedSilo> StartSiloAsync(string name)
    {
        if (_silos.Exists(s => s.IsAlive && s.Name == name))
        {
            throw new InvalidOperationException($"Silo {name} is alive.");
        }

        // The new incarnation tells everybody that the old one is gone.
        foreach (var old in _silos.Where(s => s.Name == name).ToArray())
        {
            FoundDead(old);
        }

        var silo = Make(name);
        _silos.Add(silo);
        Note("start", name, "");
        Directory.Join(silo.Silo);
        await OnNodeAsync(silo.Node, async () =>
        {
            await SimulatedServices.StartAsync(silo.Services);
            return true;
        });
        return silo;
    }

    /// <summary>Stops a silo in order: its services, then its activations. Within the driver.</summary>
    public async Task StopSiloAsync(string name)
    {
        var silo = Silo(name);
        Note("stop", name, "");
        Directory.Leave(silo.Silo);
        await OnNodeAsync(silo.Node, async () =>
        {
            await SimulatedServices.StopAsync(silo.Services);
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30), silo.Node.Time);
            await silo.Silo.StopAsync(late.Token);
            return true;
        });
        silo.IsAlive = false;
        _pump.Kill(silo.Node);
        FoundDead(silo);
    }

    /// <summary>Ends it, as by power loss for all; services of silos are not disposed.</summary>
    public void Dispose()
    {
        foreach (var silo in _silos)
        {
            _pump.Kill(silo.Node);
            silo.Silo.Kill();
        }

        _clientServices.Dispose();
    }

    internal IReadOnlyList<SimulatedSilo> Alive() => [.. _silos.Where(s => s.IsAlive)];

    internal SimulatedNode NodeOf(CallOrigin origin) => _silos.Find(s => ReferenceEquals(s.Silo, origin))?.Node ?? _clientNode;

    internal void Note(string what, string whom, string detail) => Trace.Add(_pump.Now, what, whom, detail);

    internal void Crash(string name)
    {
        var silo = Silo(name);
        Note("crash", name, "");
        silo.IsAlive = false;
        _pump.Kill(silo.Node);
        silo.Silo.Kill();
        RuntimeTimers.Create(NetworkNode.Time, _ => FoundDead(silo), null).Change(Options.DetectionDelay, Timeout.InfiniteTimeSpan);
    }

    internal void Pause(string name, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(time, Options.DetectionDelay);
        var silo = Silo(name);
        Note("pause", name, time.ToString("c"));
        _pump.Pause(silo.Node);
        RuntimeTimers.Create(
            NetworkNode.Time,
            _ =>
            {
                Note("resume", name, "");
                _pump.Resume(silo.Node);
            },
            null).Change(time, Timeout.InfiniteTimeSpan);
    }

    internal bool Split(GrainId id, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        if (Directory.Split(id) is not { } second)
        {
            return false;
        }

        Note("split", id.ToString(), second.Name);
        RuntimeTimers.Create(
            NetworkNode.Time,
            _ =>
            {
                Note("heal", id.ToString(), "");
                Directory.Heal(id)?.Deactivate(
                    new DeactivationReason(DeactivationReasonCode.DuplicateActivation, "The grain is active on another silo."));
            },
            null).Change(time, Timeout.InfiniteTimeSpan);
        return true;
    }

    internal async Task StartAfterCrashAsync(string name)
    {
        try
        {
            if (!_silos.Exists(s => s.IsAlive && s.Name == name))
            {
                await StartSiloAsync(name);
            }
        }
        catch (Exception error)
        {
            _failedStart ??= error;
        }
    }

    private static RuntimeSettings Settings(EmbeddedClusterOptions options) => new()
    {
        Assemblies = [.. options.GrainAssemblies],
        ClusterId = "simulation",
        ResponseTimeout = options.ResponseTimeout,
        CollectionAge = options.CollectionAge,
        CollectionQuantum = options.CollectionQuantum,
        MinimumReminderPeriod = options.MinimumReminderPeriod,
        StorageNames = options.StorageNames.ToFrozenSet(StringComparer.Ordinal),
        StatelessWorkers = options.StatelessWorkers,
    };

    private SimulatedSilo Make(string name)
    {
        var node = new SimulatedNode(name, _pump);
        var generation = ++_generation;
        var details = new SiloDetails(name, "simulation", SiloAddress.New(IPAddress.Loopback, 11111 + Options.Silos.IndexOf(name), generation));
        var silo = new Silo(
            _cluster, details, $"{name}:{generation}", new SimulatedStateBackend(this, _state, node), node.Time, node.Executor, NullLogger.Instance);
        node.Origin = silo;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(node.Time);
        services.AddSingleton<IClusterClient>(silo.GrainFactory);
        services.AddSingleton<IGrainFactory>(silo.GrainFactory);
        services.AddSingleton<ILocalSiloDetails>(details);
        Options.ConfigureSilo?.Invoke(name, services);
        var provider = services.BuildServiceProvider();
        silo.Start(provider);
        return new SimulatedSilo(name, node, silo, provider);
    }

    private void FoundDead(SimulatedSilo silo)
    {
        if (Directory.Find(silo.Silo.Name) is null)
        {
            return;
        }

        Note("found dead", silo.Name, "");
        Directory.Forget(silo.Silo);
        foreach (var origin in _silos.Where(s => s.IsAlive).Select(s => (CallOrigin)s.Silo).Append(_client))
        {
            origin.Outstanding.FailAll(
                silo.Silo, call => new SiloUnavailableException($"Silo {silo.Name} became unavailable for {call}; whether it ran is not known."));
        }
    }

    /// <summary>Runs the code on the node, in the execution context of whoever asks for it.</summary>
    private Task<T> OnNodeAsync<T>(SimulatedNode node, Func<Task<T>> code)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = ExecutionContext.Capture();
        node.Context.Post(
            _ =>
            {
                if (context is null)
                {
                    _ = RunAsync();
                }
                else
                {
                    ExecutionContext.Run(context, run => _ = ((Func<Task>)run!)(), (Func<Task>)RunAsync);
                }
            },
            null);
        return done.Task;

        async Task RunAsync()
        {
            try
            {
                done.TrySetResult(await code());
            }
            catch (Exception error)
            {
                done.TrySetException(error);
            }
        }
    }
}
