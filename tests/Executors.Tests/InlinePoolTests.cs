namespace Granary.Executors.Tests;

public sealed class InlinePoolTests : ExecutorPoolSuite
{
    public override ExecutorKind Kind => ExecutorKind.Inline;

    [Fact]
    public async Task Work_runs_on_the_ThreadPool() =>
        Assert.True((await Pool(lanes: 1).RunAsync(static _ => Thread.CurrentThread.IsThreadPoolThread, null, TestContext.Current.CancellationToken)).Value);
}
