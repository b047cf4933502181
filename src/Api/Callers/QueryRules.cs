using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Callers;

/// <summary>Refuses query parameters that a route does not know, naming those it does, so that a typing error never changes an answer silently.</summary>
internal static class QueryRules
{
    /// <summary>Null when every parameter is known and given once.</summary>
    public static ProblemResult? Check(IQueryCollection query, params ReadOnlySpan<string> known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name))
            {
                var names = known.Length == 0 ? "none" : string.Join(", ", known.ToArray());
                return KnownProblems.InvalidQuery($"Query parameter '{name}' is not known here; known are: {names}.");
            }

            if (values.Count > 1)
            {
                return KnownProblems.InvalidQuery($"Query parameter '{name}' is given {values.Count} times; give it once.");
            }
        }

        return null;
    }
}
