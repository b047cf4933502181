using Granary.Abstractions.Executors;

namespace Granary.Api.Health;

/// <summary>Every executor pool that is marked <c>Required</c> has a worker that takes tasks.</summary>
internal sealed class ExecutorsReadyCheck(IExecutorAdministration pools) : IReadinessCheck
{
    private const string Name = "executors";

    public ValueTask<ReadinessResult> CheckAsync(CancellationToken cancellationToken)
    {
        var missing = pools.Pools().Where(static pool => pool is { Required: true, State: not ("ready" or "degraded") }).ToList();
        return new(new ReadinessResult(Name, missing.Count == 0 ? "ok" : string.Join("; ", missing.Select(static pool => $"the pool '{pool.Name}' is {pool.State}"))));
    }
}
