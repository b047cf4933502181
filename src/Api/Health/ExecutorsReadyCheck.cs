using Granary.Abstractions.Executors;

using Microsoft.Extensions.DependencyInjection;

namespace Granary.Api.Health;

/// <summary>Every executor pool that is marked <c>Required</c> has a worker that takes tasks.</summary>
internal sealed class ExecutorsReadyCheck(IServiceProvider services) : IReadinessCheck
{
    private const string Name = "executors";

    public ValueTask<ReadinessResult> CheckAsync(CancellationToken cancellationToken)
    {
        var pools = services.GetService<IExecutorAdministration>()?.Pools() ?? [];
        var missing = pools.Where(static pool => pool is { Required: true, State: not ("ready" or "degraded") }).ToList();
        return new(new ReadinessResult(Name, missing.Count == 0 ? "ok" : string.Join("; ", missing.Select(static pool => $"the pool '{pool.Name}' is {pool.State}"))));
    }
}
