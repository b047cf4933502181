using System.Globalization;

using Granary.Api.Callers;
using Granary.Api.Problems;
using Granary.Journal.Requests;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Requests;

/// <summary>Which entries a list shows, and from where.</summary>
/// <param name="State">Only this state.</param>
/// <param name="Reason">Only this reason.</param>
/// <param name="Route">Only this route, with or without its method.</param>
/// <param name="Tenant">Only this tenant.</param>
/// <param name="After">Only what is older than this entry.</param>
/// <param name="Limit">At most so many.</param>
internal sealed record EntryFilter(string? State, string? Reason, string? Route, string? Tenant, string? After = null, int Limit = EntryFilter.Usual)
{
    private const int Usual = 50;
    private const int Most = 200;

    /// <summary>Reads it from a query; the problem if it cannot be used.</summary>
    public static EntryFilter? Read(IQueryCollection query, string byWhat, out ProblemResult? problem)
    {
        problem = QueryRules.Check(query, byWhat, "route", "tenant", "after", "limit");
        if (problem is not null)
        {
            return null;
        }

        var limit = Usual;
        if (query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
        {
            problem = KnownProblems.InvalidQuery($"limit is '{text}'; it must be a whole number from 1 to {Most}.");
            return null;
        }

        var after = query["after"].FirstOrDefault();
        if (after is not null && !DeadLetterId.ToRequest(after).StartsWith("req_", StringComparison.Ordinal))
        {
            problem = KnownProblems.BadCursor($"after is '{after}'; use the 'next' of the page before.");
            return null;
        }

        var value = query[byWhat].FirstOrDefault();
        var known = byWhat == "state" ? RequestStates.All : DeadLetterReasons.All;
        if (value is not null && !known.Contains(value))
        {
            problem = KnownProblems.InvalidQuery($"{byWhat} is '{value}'; it must be one of {string.Join(", ", known)}.");
            return null;
        }

        return new EntryFilter(
            byWhat == "state" ? value : null, byWhat == "state" ? null : value, query["route"].FirstOrDefault(), query["tenant"].FirstOrDefault(),
            after is null ? null : DeadLetterId.ToRequest(after), limit);
    }

    public bool Matches(StoredRequest request) =>
        (State is null || RequestStates.Name(request.Progress.State) == State)
        && (Reason is null || request.Progress.Reason == Reason)
        && (Route is null || request.Header.Route == Route || request.Header.Route.EndsWith(" " + Route, StringComparison.Ordinal))
        && (Tenant is null || request.Header.Tenant == Tenant);

    /// <summary>A page, newest first. Ids sort by time, so a page is stable while entries come and go.</summary>
    public object Page(IReadOnlyList<StoredRequest> oldestFirst, Func<StoredRequest, string> cursor)
    {
        var found = oldestFirst.Reverse().Where(request => (After is null || string.CompareOrdinal(request.Header.Id, After) < 0) && Matches(request))
            .Take(Limit + 1).ToList();
        var items = found.Take(Limit).ToList();
        var more = found.Count > Limit;
        return new { items = items.Select(static request => new RequestView(request)), next = more ? cursor(items[^1]) : null, hasMore = more };
    }
}
