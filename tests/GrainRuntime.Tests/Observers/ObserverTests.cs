namespace Granary.GrainRuntime.Tests.Observers;

public sealed class ObserverTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task Notices_arrive_all_of_them(RuntimeKind kind) => On(kind, async cluster =>
    {
        var gate = NewKey();
        var bell = new Bell(gate);
        var tower = cluster.Grains.GetGrain<ITowerGrain>(NewKey());
        await tower.HangAsync(cluster.Grains.CreateObjectReference<IBell>(bell));
        await tower.RingAsync("c", "d", "e");
        await Gate.Of(gate).CameAsync(3);
                // In which order is not promised: Orleans keeps none between silo and client.
        Assert.Equal(["c", "d", "e"], Gate.Of(gate).Notes.Order(StringComparer.Ordinal));
        GC.KeepAlive(bell);
    });

    [Theory, OnEachRuntime]
    public Task Calls_of_an_observer_come_one_at_a_time(RuntimeKind kind) => On(kind, async cluster =>
    {
        var gate = NewKey();
        var bell = new Bell(gate);
        var tower = cluster.Grains.GetGrain<ITowerGrain>(NewKey());
        await tower.HangAsync(cluster.Grains.CreateObjectReference<IBell>(bell));
        await tower.RingOneWayAsync("c", "d", "e", "f");
        await Gate.Of(gate).CameAsync(4);
        Assert.Equal(["c", "d", "e", "f"], Gate.Of(gate).Notes.Order(StringComparer.Ordinal));
        GC.KeepAlive(bell);
    });

    [Theory, OnEachRuntime]
    public Task Observer_answers_and_its_errors_arrive(RuntimeKind kind) => On(kind, async cluster =>
    {
        var bell = new Bell(NewKey());
        var reference = cluster.Grains.CreateObjectReference<IBell>(bell);
        var tower = cluster.Grains.GetGrain<ITowerGrain>(NewKey());
        Assert.Equal("loud? yes", await tower.AskAsync(reference, "loud"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => tower.AskAsync(reference, "why"));
        Assert.Equal("no reason", error.Message);
        GC.KeepAlive(bell);
    });

    [Theory, OnEachRuntime]
    public Task Notices_for_a_deleted_observer_vanish_and_the_grain_does_not_notice(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (gone, stays) = (NewKey(), NewKey());
        var (bell, other) = (new Bell(gone), new Bell(stays));
        var reference = cluster.Grains.CreateObjectReference<IBell>(bell);
        var tower = cluster.Grains.GetGrain<ITowerGrain>(NewKey());
        await tower.HangAsync(reference);
        await tower.HangAsync(cluster.Grains.CreateObjectReference<IBell>(other));
        cluster.Grains.DeleteObjectReference<IBell>(reference);
        await tower.RingAsync("c");
        await Gate.Of(stays).CameAsync(1);
        Assert.Equal(2, await tower.CountAsync());
        Assert.Equal(0, Gate.Of(gone).Count);
        GC.KeepAlive(bell);
        GC.KeepAlive(other);
    });

    [Theory, OnEachRuntime]
    public Task Question_for_a_deleted_observer_times_out(RuntimeKind kind) =>
        On(kind, new TestClusterSettings { ResponseTimeout = TimeSpan.FromSeconds(1) }, async cluster =>
    {
        var bell = new Bell(NewKey());
        var reference = cluster.Grains.CreateObjectReference<IBell>(bell);
        cluster.Grains.DeleteObjectReference<IBell>(reference);
        var tower = cluster.Grains.GetGrain<ITowerGrain>(NewKey());
        await Assert.ThrowsAsync<TimeoutException>(() => tower.AskAsync(reference, "there"));
        GC.KeepAlive(bell);
    });

    [Theory, OnEachRuntime]
    public Task Observer_manager_drops_who_is_not_renewed_who_leaves_and_who_fails(RuntimeKind kind) => On(kind, async cluster =>
    {
        var bells = Enumerable.Range(0, 3).Select(_ => new Bell(NewKey())).ToArray();
        var references = bells.Select(bell => cluster.Grains.CreateObjectReference<IBell>(bell)).ToArray();
        var tower = cluster.Grains.GetGrain<ITowerGrain>(NewKey());
        foreach (var reference in references)
        {
            await tower.HangAsync(reference);
        }

        await tower.HangAsync(references[0]);
        Assert.Equal(3, await tower.CountAsync());
        await tower.TakeAsync(references[2]);
        Assert.Equal(2, await tower.CountAsync());
        await tower.PassTimeAsync(TimeSpan.FromSeconds(40));
        await tower.HangAsync(references[0]);
        await tower.PassTimeAsync(TimeSpan.FromSeconds(40));
        await tower.RingAsync("c");
        Assert.Equal(1, await tower.CountAsync());
        await tower.FailAsync();
        Assert.Equal(0, await tower.CountAsync());
        GC.KeepAlive(bells);
    });
}
