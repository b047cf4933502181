using Granary.Abstractions.Jobs;
using Granary.Api.Callers;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Jobs;

/// <summary><c>?wait=</c> of status and result: up to 60 s for the end. The job itself waits, so nothing is polled.</summary>
internal static class JobWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static (TimeSpan Wait, ProblemResult? Problem) Read(IQueryCollection query)
    {
        if (QueryRules.Check(query, "wait") is { } problem)
        {
            return (default, problem);
        }

        var wait = TimeSpan.Zero;
        return query.TryGetValue("wait", out var text) && (!WireDuration.TryParse(text.ToString(), out wait) || wait > Longest)
            ? (default, KnownProblems.InvalidQuery($"wait is '{text}'; it must be a duration up to 60s."))
            : (wait, null);
    }

    public static async Task<JobResult?> ForEndAsync(IJobGrain job, TimeSpan wait, CancellationToken cancellationToken) =>
        await job.ResultAsync(wait, cancellationToken);
}
