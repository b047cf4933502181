namespace Granary.GrainRuntime.Tests.Turns;

[Reentrant]
public sealed class AwaitGrain : Grain, IAwaitGrain
{
    private int _inside;
    private int _violations;

    public async Task<int> CrowdAsync(int awaits)
    {
        for (var i = 0; i < awaits; i++)
        {
            if (Interlocked.Increment(ref _inside) != 1)
            {
                _violations++;
            }

            Thread.SpinWait(20);
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
        }

        return _violations;
    }

    public async Task<bool> ComesBackAsync()
    {
        var home = TaskScheduler.Current;
        await Task.Yield();
        var yielded = TaskScheduler.Current == home;
        await this.AsReference<IAwaitGrain>().CrowdAsync(1);
        return home != TaskScheduler.Default && yielded && TaskScheduler.Current == home;
    }

    public async Task<bool> ComesBackFromThePoolAsync()
    {
        var home = TaskScheduler.Current;
        await Task.Run(() => 1, CancellationToken.None);
        return home != TaskScheduler.Default && TaskScheduler.Current == home;
    }
}
