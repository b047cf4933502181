using Granary.Abstractions.Runs;
using Granary.Api.Callers;

namespace Granary.Api.Runs;

/// <summary>Finds a run of the caller. Somebody else's run is the same as none.</summary>
internal sealed class OwnRuns(IGrainFactory grains)
{
    /// <summary>The run's grain, or null if the caller has no such run.</summary>
    public async Task<IRunGrain?> FindAsync(string id, Caller caller)
    {
        if (!id.StartsWith("r_", StringComparison.Ordinal) || id.Length > 64)
        {
            return null;
        }

        return await grains.GetGrain<IRunDirectoryGrain>(caller.Tenant).OwnsAsync(id) ? grains.GetGrain<IRunGrain>(id) : null;
    }

    /// <summary>A deleted run is listed no more.</summary>
    public Task ForgetAsync(string id, Caller caller) => grains.GetGrain<IRunDirectoryGrain>(caller.Tenant).RemoveAsync(id);

    public static Problems.ProblemResult Missing(string id) =>
        Problems.KnownProblems.NotFound($"There is no run '{id}'. GET /v1/runs lists yours.");
}
