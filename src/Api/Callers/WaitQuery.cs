using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Callers;

/// <summary><c>?wait=</c> of routes that may answer later and know no other parameter: up to 60 s, none unless asked.</summary>
internal static class WaitQuery
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Null when <paramref name="wait"/> may be used.</summary>
    public static ProblemResult? Check(IQueryCollection query, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (QueryRules.Check(query, "wait") is { } problem)
        {
            return problem;
        }

        return query.TryGetValue("wait", out var text) && (!WireDuration.TryParse(text.ToString(), out wait) || wait > Longest)
            ? KnownProblems.InvalidQuery($"wait is '{text}'; it must be a duration up to 60s.")
            : null;
    }
}
