using System.Collections.Immutable;

using Granary.Abstractions.Requests;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Requests;

/// <summary>A page of entries of all silos, newest first. Ids sort by time, so a page is stable while entries come and go.</summary>
internal static class EntryPages
{
    public static async Task<IResult> ListAsync(
        HttpContext context, ClusterRequests requests, JournalFilter filter, Func<JournalEntry, string> cursor)
    {
        var found = await requests.ListAsync(filter, context.RequestAborted);
        var newest = found.Answers.SelectMany(static answer => answer.Value).DistinctBy(static entry => entry.Id)
            .OrderByDescending(static entry => entry.Id, StringComparer.Ordinal).Take(filter.Limit + 1).ToImmutableArray();
        var items = newest.Take(filter.Limit).ToList();
        var more = newest.Length > filter.Limit;
        return Results.Json(
            new { items = items.Select(static entry => new RequestView(entry)), next = more ? cursor(items[^1]) : null, hasMore = more, unreachable = found.Unreachable },
            ApiJson.Options);
    }

    public static IResult Unreachable(IReadOnlyList<string> silos) =>
        KnownProblems.Unavailable($"No answer from {string.Join(", ", silos)}; a silo that is gone is forgotten after 15 s. Nothing was done.");
}
