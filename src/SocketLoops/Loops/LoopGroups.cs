using Granary.SocketLoops.Kernels;
using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Loops;

/// <summary>The groups of one server, one per loop backend that an endpoint uses, made when first asked for.</summary>
internal sealed class LoopGroups : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LoopGroup> _groups = new(StringComparer.Ordinal);
    private readonly Func<string, ILoopBackend?> _find;
    private readonly LoopSettings _settings;
    private readonly ILogger _logger;

    public LoopGroups(Func<string, ILoopBackend?> find, LoopSettings settings, IStackSampler stacks, TimeProvider time, ILoggerFactory loggers)
    {
        _find = find;
        _settings = settings;
        _logger = loggers.CreateLogger<LoopGroup>();
        Tuning = new LiveTuning(settings.Tuning);
        Stalls = new StallMonitor(time, Tuning, stacks, loggers.CreateLogger<StallMonitor>());
    }

    public LiveTuning Tuning { get; }

    public StallMonitor Stalls { get; }

    public LoopSettings Settings => _settings;

    public IReadOnlyList<LoopGroup> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _groups.Values];
            }
        }
    }

    /// <summary>The group of a backend; null for the stock transport.</summary>
    public LoopGroup? Find(string backend)
    {
        if (_find(backend) is not { } found)
        {
            return null;
        }

        lock (_lock)
        {
            if (!_groups.TryGetValue(backend, out var group))
            {
                group = new LoopGroup(found, _settings, Tuning, Stalls, _logger);
                _groups.Add(backend, group);
            }

            return group;
        }
    }

    public void Dispose() => Stalls.Dispose();
}
