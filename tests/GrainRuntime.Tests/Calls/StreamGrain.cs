using System.Runtime.CompilerServices;

namespace Granary.GrainRuntime.Tests.Calls;

public sealed class StreamGrain : Grain, IStreamGrain
{
    public async IAsyncEnumerable<int> CountAsync(int to)
    {
        for (var i = 1; i <= to; i++)
        {
            if (i % 3 == 0)
            {
                await Task.Yield();
            }

            yield return i;
        }
    }

    public async IAsyncEnumerable<int> SlowAsync(string gate, int to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 1; i <= to; i++)
            {
                yield return i;
                await Gate.Of(gate).PassAsync().WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Gate.Of(this.GetPrimaryKeyString()).Note("over");
        }
    }

    public async IAsyncEnumerable<int> FailAsync(int after)
    {
        for (var i = 1; i <= after; i++)
        {
            yield return i;
        }

        await Task.Yield();
        throw new FruitException("rotten", after);
    }

    public Task<string> HelloAsync() => Task.FromResult("hello");

    public Task HoldAsync(string gate) => Gate.Of(gate).PassAsync();

    public async Task<int> SumOfAsync(string other, int to)
    {
        var sum = 0;
        await foreach (var i in GrainFactory.GetGrain<IStreamGrain>(other).CountAsync(to))
        {
            sum += i;
        }

        return sum;
    }

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
