using System.Collections.Concurrent;
using Granary.Admission;
using Granary.Admission.Signals;

namespace Granary.Grains.Models;

/// <summary>The retry budgets of this process, one per endpoint. Thread-safe.</summary>
internal sealed class RetryBudgets(TimeProvider time)
{
    private readonly ConcurrentDictionary<EndpointKey, RetryBudget> _budgets = new();
    private readonly long _start = time.GetTimestamp();

    public void FirstAttempt(EndpointKey endpoint)
    {
        var budget = Get(endpoint);
        lock (budget)
        {
            budget.FirstAttempt(Now);
        }
    }

    public bool TryTake(EndpointKey endpoint)
    {
        var budget = Get(endpoint);
        lock (budget)
        {
            return budget.TryTake(Now);
        }
    }

    public double Left(EndpointKey endpoint)
    {
        var budget = Get(endpoint);
        lock (budget)
        {
            return budget.Left(Now);
        }
    }

    private double Now => time.GetElapsedTime(_start).TotalSeconds;

    private RetryBudget Get(EndpointKey endpoint) => _budgets.GetOrAdd(endpoint, static (_, now) => new RetryBudget(now), Now);
}
