namespace Granary.Executors.Tests.Processes;

/// <summary>A host that is killed: starts a pool of two workers, keeps both busy, says who they are, and waits.</summary>
internal static class VictimHost
{
    public static async Task<int> RunAsync(string runtime)
    {
        (string, string)[] settings = runtime == "python"
            ? [("Pools:test:Runtime", "python"), ("Pools:test:Python:File", Path.Combine(AppContext.BaseDirectory, "test_tasks.py"))]
            : [];
        await using var host = await PoolHost.StartAsync([.. settings, ("Pools:test:Kind", "process"), ("Pools:test:MaxWorkers", "2")]);
        var pool = host.Pools.Get("test");
        await Eventually.TrueAsync(() => pool.Snapshot().Workers.Count(static worker => worker.State == ExecutorWorkerState.Ready) == 2);
        if (runtime == "python")
        {
            // They hold the interpreter when their host dies.
            _ = pool.RunAsync(new ExecutorCall("test_tasks:spin"), ExecutorPayload.Null, CancellationToken.None).AsTask();
            _ = pool.RunAsync(new ExecutorCall("test_tasks:spin"), ExecutorPayload.Null, CancellationToken.None).AsTask();
            await Eventually.TrueAsync(() => pool.Snapshot().Running == 2);
        }

        Console.WriteLine("workers " + string.Join(' ', pool.Snapshot().Workers.Select(static worker => worker.ProcessId)));
        await Task.Delay(TimeSpan.FromMinutes(2), TimeProvider.System);
        return 0;
    }
}
