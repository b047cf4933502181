namespace Granary.SocketLoops.Tests.Conformance;

/// <summary>Waits for something that has no signal of its own, up to the safety limit.</summary>
public static class Until
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(Func<bool> condition, Func<string> otherwise)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Limit, otherwise());
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static async Task Within(this Task task)
    {
        try
        {
            await task.WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw StandsStill();
        }
    }

    public static async Task<T> Within<T>(this Task<T> task)
    {
        await Within((Task)task);
        return await task;
    }

    public static Task<T> Within<T>(this ValueTask<T> task) => task.AsTask().Within();

    private static TimeoutException StandsStill() =>
        new($"Nothing came within {Limit.TotalSeconds} s. What stands where:{Environment.NewLine}{TestServer.Picture()}");
}
