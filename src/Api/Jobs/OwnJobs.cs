using Granary.Abstractions.Jobs;
using Granary.Api.Callers;
using Granary.Api.Problems;

namespace Granary.Api.Jobs;

/// <summary>Finds a job of the caller. Somebody else's job is the same as none, and so is an expired one.</summary>
internal sealed class OwnJobs(IGrainFactory grains)
{
    private const string Prefix = "job_";
    private const int Longest = 64;

    /// <summary>The job's grain, or null if the caller has no such job.</summary>
    public async Task<IJobGrain?> FindAsync(string id, Caller caller) =>
        IsId(id) && await grains.GetGrain<IJobDirectoryGrain>(caller.Tenant).OwnsAsync(id) ? grains.GetGrain<IJobGrain>(id) : null;

    public static bool IsId(string id) => id.StartsWith(Prefix, StringComparison.Ordinal) && id.Length <= Longest;

    public static ProblemResult Missing(string id) =>
        KnownProblems.NotFound($"There is no job '{id}'. GET /v1/jobs lists yours; a job is kept for its retention after its end.");
}
