using System.Collections.Frozen;
using System.Net;
using Granary.Embedded.Runtime;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Embedded.Hosting;

/// <summary>The silo of this process: 1. made with the services; 2. started with the host: opens its state; 3. stopped: deactivates, closes its state.</summary>
internal sealed class EmbeddedSilo : IAsyncDisposable
{
    private readonly EmbeddedGrainsOptions _options;
    private readonly LateStateBackend _state = new();
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public EmbeddedSilo(IOptions<EmbeddedGrainsOptions> options, TimeProvider time, ILoggerFactory logs)
    {
        _options = options.Value;
        _time = time;
        _log = logs.CreateLogger("Granary.Embedded");
        var settings = new RuntimeSettings
        {
            Assemblies = [.. _options.GrainAssemblies],
            ClusterId = _options.ClusterId,
            ResponseTimeout = _options.ResponseTimeout,
            CollectionAge = _options.CollectionAge,
            CollectionQuantum = _options.CollectionQuantum,
            ActivationTimeout = _options.ActivationTimeout,
            DeactivationTimeout = _options.DeactivationTimeout,
            MinimumReminderPeriod = _options.MinimumReminderPeriod,
            StorageNames = _options.StorageNames.ToFrozenSet(StringComparer.Ordinal),
        };
        var directory = new SingleSiloDirectory();
        var cluster = new GrainCluster(settings, _state, new DirectTransport(), directory, time, logs, () => Silo);
        var address = SiloAddress.New(IPAddress.Loopback, 0, (int)time.GetUtcNow().ToUnixTimeSeconds());
        Silo = new Silo(cluster, new SiloDetails(_options.SiloName, _options.ClusterId, address), _options.SiloName, _state, time, new ThreadPoolExecutor(), _log);
        directory.Silo = Silo;
    }

    public Silo Silo { get; }

    public async Task StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        _state.Open(string.IsNullOrEmpty(_options.StateFolder)
            ? new MemoryStateBackend()
            : await KeyedStateBackend.OpenAsync(_options.StateFolder, _time, cancellationToken));
        Silo.Start(services);
        SiloLog.Started(_log, string.IsNullOrEmpty(_options.StateFolder) ? "memory" : _options.StateFolder);
    }

    public Task StartRemindersAsync(CancellationToken cancellationToken) => Silo.Cluster.Reminders.StartAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Silo.Cluster.Reminders.Stop();
        await Silo.StopAsync(cancellationToken);
        await _state.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _state.DisposeAsync();
}
