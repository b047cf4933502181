namespace Granary.Executors.Tests;

public sealed class ThreadPoolTests : ExecutorPoolSuite
{
    public override ExecutorKind Kind => ExecutorKind.Thread;

    [Fact]
    public async Task Work_runs_on_a_named_thread_of_the_pool_and_never_on_the_ThreadPool()
    {
        var pool = Pool(lanes: 1);
        var token = TestContext.Current.CancellationToken;
        var first = await pool.RunAsync(static _ => (Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread, Environment.CurrentManagedThreadId), null, token);
        Assert.Equal(("executor test 0", false), (first.Value.Name, first.Value.IsThreadPoolThread));
        Assert.Equal(first.Value.CurrentManagedThreadId, (await pool.RunAsync(static _ => Environment.CurrentManagedThreadId, null, token)).Value);
    }

    [Fact]
    public async Task Thread_ends_when_the_pool_has_stopped()
    {
        var pool = Pool(lanes: 1);
        var thread = (await pool.RunAsync(static _ => Thread.CurrentThread, null, TestContext.Current.CancellationToken)).Value!;
        await pool.StopAsync();
        thread.Join();
    }
}
