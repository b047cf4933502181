using Granary.Embedded.Simulation;

namespace Granary.Embedded.Tests.Simulation;

public sealed class MessageFaultTests
{
    [Fact]
    public void Lost_call_times_out_and_does_not_run()
    {
        using var cluster = Cluster.Start();
        var grain = cluster.Client.GetGrain<IPlaceGrain>("a");
        cluster.Run(async () =>
        {
            Assert.Equal(1, await grain.CountAsync());
            cluster.Faults.LoseNext(m => m is { Kind: MessageKind.Request, Method: nameof(IPlaceGrain.CountAsync) });
            var at = cluster.Elapsed;
            await Assert.ThrowsAsync<TimeoutException>(grain.CountAsync);
            Assert.InRange(cluster.Elapsed - at, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30.01));
            Assert.Equal(2, await grain.CountAsync());
        });
    }

    [Fact]
    public void Call_whose_answer_is_lost_times_out_and_ran()
    {
        using var cluster = Cluster.Start();
        var grain = cluster.Client.GetGrain<IPlaceGrain>("a");
        cluster.Run(async () =>
        {
            Assert.Equal(1, await grain.CountAsync());
            cluster.Faults.LoseNext(m => m.Kind == MessageKind.Response);
            await Assert.ThrowsAsync<TimeoutException>(grain.CountAsync);
            Assert.Equal(3, await grain.CountAsync());
        });
    }

    [Fact]
    public void Late_message_is_overtaken()
    {
        using var cluster = Cluster.Start();
        var grain = cluster.Client.GetGrain<IPlaceGrain>("a");
        cluster.Run(async () =>
        {
            await grain.CountAsync();
            cluster.Faults.DelayNext(TimeSpan.FromSeconds(3));
            await grain.NoteAsync(1);
            await grain.NoteAsync(2);
            await cluster.PassAsync(TimeSpan.FromSeconds(1));
            Assert.Equal((int[])[2], await grain.NotesAsync());
            await cluster.PassAsync(TimeSpan.FromSeconds(3));
            Assert.Equal((int[])[2, 1], await grain.NotesAsync());
        });
    }

    [Fact]
    public void One_way_message_may_arrive_twice_and_a_call_never_does()
    {
        using var cluster = Cluster.Start();
        var grain = cluster.Client.GetGrain<IPlaceGrain>("a");
        cluster.Run(async () =>
        {
            await grain.CountAsync();
            cluster.Faults.DuplicateNext();
            Assert.Equal(2, await grain.CountAsync());
            await grain.NoteAsync(1);
            await cluster.PassAsync(TimeSpan.FromSeconds(1));
            Assert.Equal((int[])[1, 1], await grain.NotesAsync());
            Assert.Equal(3, await grain.CountAsync());
        });
    }

    [Fact]
    public void One_way_messages_are_reordered_by_some_seeds()
    {
        var orders = Enumerable.Range(1, 10).Select(seed =>
        {
            using var cluster = Cluster.Start((ulong)seed);
            var grain = cluster.Client.GetGrain<IPlaceGrain>("a");
            return cluster.Run(async () =>
            {
                await grain.CountAsync();
                await Task.WhenAll(Enumerable.Range(0, 5).Select(grain.NoteAsync));
                await cluster.PassAsync(TimeSpan.FromSeconds(1));
                return string.Join(' ', await grain.NotesAsync());
            });
        }).ToArray();
        Assert.All(orders, order => Assert.Equal(9, order.Length));
        Assert.True(orders.Distinct().Count() > 3);
    }
}
