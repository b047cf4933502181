using System.Globalization;

using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Callers;

/// <summary>What all lists have in common: <c>?limit=</c>, 1 to 200 items a page and 50 unless asked, and the answer {items, next, hasMore}.</summary>
internal static class ListPage
{
    private const int Usual = 50;
    private const int Most = 200;

    /// <summary>Null when <paramref name="limit"/> may be used.</summary>
    public static ProblemResult? Limit(IQueryCollection query, out int limit)
    {
        limit = Usual;
        return query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most)
                ? KnownProblems.InvalidQuery($"limit is '{text}'; it must be a whole number from 1 to {Most}.")
                : null;
    }

    /// <summary>The answer from up to one item more than a page holds, which says that there are more.</summary>
    public static IResult Of<T>(IReadOnlyCollection<T> found, int limit, Func<T, string> cursor)
    {
        var items = found.Take(limit).ToList();
        var more = found.Count > limit;
        return Results.Json(new { items, next = more ? cursor(items[^1]) : null, hasMore = more }, ApiJson.Options);
    }
}
