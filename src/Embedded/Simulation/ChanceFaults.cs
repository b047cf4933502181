namespace Granary.Embedded.Simulation;

/// <summary>Crashes, pauses and splits by chance.</summary>
internal sealed class ChanceFaults(EmbeddedCluster cluster, SimulatedNode node)
{
    private ITimer? _crash;
    private ITimer? _pause;
    private ITimer? _split;

    /// <summary>The rates changed.</summary>
    public void Reschedule()
    {
        Set(ref _crash, cluster.Faults.Rates.CrashEvery, Crash);
        Set(ref _pause, cluster.Faults.Rates.PauseEvery, Pause);
        Set(ref _split, cluster.Faults.Rates.SplitEvery, Split);
    }

    private void Set(ref ITimer? timer, TimeSpan? every, Action happen)
    {
        timer?.Dispose();
        timer = every is { } mean ? node.Time.CreateTimer(_ => happen(), null, cluster.Random.Wait(mean), Timeout.InfiniteTimeSpan) : null;
    }

    private void Crash()
    {
        var alive = cluster.Alive();
        if (alive.Count > 1)
        {
            var silo = Any(alive).Name;
            cluster.Crash(silo);
            node.Time.CreateTimer(_ => _ = cluster.StartAfterCrashAsync(silo), null, cluster.Faults.Rates.RestartAfter, Timeout.InfiniteTimeSpan);
        }

        Set(ref _crash, cluster.Faults.Rates.CrashEvery, Crash);
    }

    private void Pause()
    {
        var awake = cluster.Alive().Where(s => !s.Node.Paused).ToList();
        if (awake.Count > 0)
        {
            cluster.Pause(Any(awake).Name, cluster.Random.Between(TimeSpan.FromTicks(1), cluster.Faults.Rates.PauseUpTo));
        }

        Set(ref _pause, cluster.Faults.Rates.PauseEvery, Pause);
    }

    private void Split()
    {
        var active = cluster.Directory.Active();
        if (active.Count > 0)
        {
            cluster.Split(active[cluster.Random.Below(active.Count)], cluster.Random.Between(TimeSpan.FromTicks(1), cluster.Faults.Rates.SplitUpTo));
        }

        Set(ref _split, cluster.Faults.Rates.SplitEvery, Split);
    }

    private SimulatedSilo Any(IReadOnlyList<SimulatedSilo> silos) => silos[cluster.Random.Below(silos.Count)];
}
