using Granary.Executors.Pools;

namespace Granary.Executors.Tests;

public sealed class InlinePoolTests : ExecutorPoolSuite
{
    protected override ExecutorKind Kind => ExecutorKind.Inline;

    protected override IEnumerable<(string Key, string Value)> KindSettings => [("Kind", "inline")];

    [Fact]
    public async Task Threads_that_handlers_block_are_made_up_for_while_they_do()
    {
        var pool = await PoolAsync(lanes: 3);
        var held = new[] { Hold(), Hold(), Hold() };
        var running = held.Select(task => RunHeld(pool, task)).ToList();
        await Task.WhenAll(held.Select(static task => task.Started)).WaitAsync(Patience, Token);

        // Other suites of this process may hold some too.
        Assert.InRange(BlockedThreads.Added, 3, int.MaxValue);
        Array.ForEach(held, static task => task.LetGo());
        await Task.WhenAll(running);
    }
}
