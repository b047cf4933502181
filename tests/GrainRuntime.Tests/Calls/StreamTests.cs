namespace Granary.GrainRuntime.Tests.Calls;

public sealed class StreamTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task Elements_arrive_all_and_in_order(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IStreamGrain>(NewKey());
        Assert.Equal(Enumerable.Range(1, 250), await ToListAsync(grain.CountAsync(250)));
        Assert.Equal(Enumerable.Range(1, 25), await ToListAsync(grain.CountAsync(25).WithBatchSize(4)));
        Assert.Empty(await ToListAsync(grain.CountAsync(0)));
        Assert.Equal(55, await cluster.Grains.GetGrain<IStreamGrain>(NewKey()).SumOfAsync(NewKey(), 10));
    });

    [Theory, OnEachRuntime]
    public Task Other_calls_run_between_elements(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<IStreamGrain>(key);
        await using var reader = grain.SlowAsync(gate, 3, CancellationToken.None).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await reader.MoveNextAsync());
        var moving = reader.MoveNextAsync().AsTask();
        await Gate.Of(gate).CameAsync(1);
        Assert.Equal("hello", await grain.HelloAsync());
        Assert.False(moving.IsCompleted);
        Gate.Of(gate).Open();
        Assert.True(await moving);
        Assert.Equal(2, reader.Current);
    });

    [Theory, OnEachRuntime]
    public Task Stream_is_read_while_another_call_awaits(RuntimeKind kind) => On(kind, async cluster =>
    {
        var gate = NewKey();
        var grain = cluster.Grains.GetGrain<IStreamGrain>(NewKey());
        var held = grain.HoldAsync(gate);
        await Gate.Of(gate).CameAsync(1);
        Assert.Equal([1, 2, 3, 4], await ToListAsync(grain.CountAsync(4)));
        Gate.Of(gate).Open();
        await held;
    });

    [Theory, OnEachRuntime]
    public Task Error_comes_after_the_elements_before_it(RuntimeKind kind) => On(kind, async cluster =>
    {
        var read = new List<int>();
        var error = await Assert.ThrowsAsync<FruitException>(async () =>
        {
            await foreach (var i in cluster.Grains.GetGrain<IStreamGrain>(NewKey()).FailAsync(3))
            {
                read.Add(i);
            }
        });
        Assert.Equal("rotten", error.Message);
        Assert.Equal([1, 2, 3], read);
    });

    [Theory, OnEachRuntime]
    public Task Reader_that_stops_ends_the_stream_in_the_grain(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        await foreach (var i in cluster.Grains.GetGrain<IStreamGrain>(key).SlowAsync(gate, 5, CancellationToken.None))
        {
            Assert.Equal(1, i);
            break;
        }

        await Gate.Of(key).CameAsync(1);
        Assert.Equal(["over"], Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task Cancelled_reader_ends_the_stream_in_the_grain(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        using var source = new CancellationTokenSource();
        var reading = ToListAsync(cluster.Grains.GetGrain<IStreamGrain>(key).SlowAsync(gate, 5, source.Token));
        await Gate.Of(gate).CameAsync(1);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await Gate.Of(key).CameAsync(1);
    });

    [Theory, OnEachRuntime]
    public Task Stream_of_an_activation_that_ended_is_aborted(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<IStreamGrain>(key);
        await using var reader = grain.SlowAsync(gate, 3, CancellationToken.None).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await reader.MoveNextAsync());
        await grain.LeaveAsync();
        Assert.Equal("hello", await grain.HelloAsync());
        await Assert.ThrowsAsync<EnumerationAbortedException>(async () => await reader.MoveNextAsync());
    });

    private static async Task<List<int>> ToListAsync(IAsyncEnumerable<int> source)
    {
        var list = new List<int>();
        await foreach (var i in source)
        {
            list.Add(i);
        }

        return list;
    }
}
