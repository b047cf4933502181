using System.Collections.Concurrent;
using Granary.Admission;

namespace Granary.Grains.Models;

/// <summary>The retry budgets of this process, one per endpoint. Thread-safe.</summary>
internal sealed class RetryBudgets(TimeProvider time)
{
    private readonly ConcurrentDictionary<EndpointKey, RetryBudget> _budgets = new();
    private readonly long _start = time.GetTimestamp();

    public void FirstAttempt(EndpointKey endpoint) => Get(endpoint).FirstAttempt(Now);

    public bool TryTake(EndpointKey endpoint) => Get(endpoint).TryTake(Now);

    public double Left(EndpointKey endpoint) => Get(endpoint).Left(Now);

    private TimeSpan Now => time.GetElapsedTime(_start);

    private RetryBudget Get(EndpointKey endpoint) => _budgets.GetOrAdd(endpoint, static (_, now) => new RetryBudget(now), Now);
}
