namespace Granary.Executors.Tests;

public sealed class ExecutorOptionsTests
{
    private readonly ExecutorOptionsValidator _validator = new();

    [Fact]
    public void Defaults_are_valid_and_resolve_per_kind()
    {
        var options = new ExecutorOptions();
        options.Pools["a"] = new ExecutorPoolOptions { Kind = "thread" };
        options.Pools["b-2"] = new ExecutorPoolOptions { Kind = "inline" };
        Assert.True(_validator.Validate(null, options).Succeeded);
        Assert.Equal(40, ExecutorPoolSettings.From("a", options.Pools["a"]).Lanes);
        Assert.Equal(Environment.ProcessorCount, ExecutorPoolSettings.From("b-2", options.Pools["b-2"]).Lanes);
    }

    [Fact]
    public void All_errors_of_all_pools_come_at_once_with_key_value_and_range()
    {
        var options = new ExecutorOptions();
        options.Pools["heavy"] = new ExecutorPoolOptions { Kind = "fibre", MaxWorkers = 300, MaxPending = 0, Overflow = "drop" };
        options.Pools["Bad_name"] = new ExecutorPoolOptions { MaxWaiters = -1, OverflowTimeout = TimeSpan.Zero, StopTimeout = -TimeSpan.FromSeconds(1), Grace = TimeSpan.FromHours(1) };
        Assert.Equal(
            [
                "Executors:Pools:Bad_name: 'Bad_name' is not a pool name; it must match [a-z][a-z0-9-]{0,62}.",
                "Executors:Pools:Bad_name:MaxWaiters is -1; valid is 0 to 100000.",
                "Executors:Pools:Bad_name:OverflowTimeout is 00:00:00; valid is 00:00:00.0010000 to 01:00:00.",
                "Executors:Pools:Bad_name:Grace is 01:00:00; valid is 00:00:00 to 00:10:00.",
                "Executors:Pools:Bad_name:StopTimeout is -00:00:01; valid is 00:00:00 to 00:10:00.",
                "Executors:Pools:heavy:MaxWorkers is 300; valid is 1 to 256.",
                "Executors:Pools:heavy:MaxPending is 0; valid is 1 to 100000.",
                "Executors:Pools:heavy:Kind is 'fibre'; valid values are inline, process, remote, thread.",
                "Executors:Pools:heavy:Overflow is 'drop'; valid values are fail, timed, wait.",
            ],
            _validator.Validate(null, options).Failures!);
    }

    [Fact]
    public void Every_kind_overflow_and_status_has_its_name()
    {
        Assert.Equal(Enum.GetValues<ExecutorKind>(), ExecutorKinds.ByName.Values.Order());
        Assert.Equal(Enum.GetValues<ExecutorOverflow>(), ExecutorOverflows.ByName.Values.Order());
        Assert.Equal(["starting", "ready", "unresponsive", "draining", "ending"], Enum.GetValues<ExecutorWorkerState>().Select(ExecutorInstruments.Label));
        Assert.Equal(
            ["died", "start_failed", "cancellation", "tasks", "memory", "silence", "reload", "idle", "stop"],
            Enum.GetValues<Granary.Executors.Pools.WorkerEndCause>().Select(Granary.Executors.Pools.WorkerEndCauses.Label));
        Assert.Equal(["completed", "failed", "cancelled", "rejected"], Enum.GetValues<ExecutorStatus>().Select(ExecutorInstruments.Label));
    }
}
