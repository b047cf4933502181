using Granary.Abstractions.Requests;
using Granary.Api.Callers;
using Granary.Api.Problems;
using Granary.Journal.Requests;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Requests;

/// <summary>Which entries a list shows, and from where: read from a query, and held against entries.</summary>
internal static class EntryFilter
{
    /// <summary>Reads it from a query; the problem if it cannot be used.</summary>
    public static JournalFilter? Read(IQueryCollection query, string byWhat, out ProblemResult? problem)
    {
        problem = QueryRules.Check(query, byWhat, "route", "tenant", "after", "limit");
        if (problem is not null)
        {
            return null;
        }

        problem = ListPage.Limit(query, out var limit);
        if (problem is not null)
        {
            return null;
        }

        var after = query["after"].FirstOrDefault();
        if (after is not null && !DeadLetterId.ToRequest(after).StartsWith("req_", StringComparison.Ordinal))
        {
            problem = KnownProblems.BadCursor(after);
            return null;
        }

        var value = query[byWhat].FirstOrDefault();
        var known = byWhat == "state" ? RequestStates.All : DeadLetterReasons.All;
        if (value is not null && !known.Contains(value))
        {
            problem = KnownProblems.InvalidQuery($"{byWhat} is '{value}'; it must be one of {string.Join(", ", known)}.");
            return null;
        }

        return new JournalFilter(
            byWhat == "state" ? value : null, byWhat == "state" ? null : value, query["route"].FirstOrDefault(), query["tenant"].FirstOrDefault(),
            after is null ? null : DeadLetterId.ToRequest(after), limit);
    }

    /// <summary>Dead letters alone; all of them, unless they are to be listed.</summary>
    public static JournalFilter DeadLetters(JournalFilter filter) => filter with { State = RequestStates.Name(RequestState.DeadLetter) };

    public static bool Matches(JournalFilter filter, StoredRequest request) =>
        (filter.State is null || RequestStates.Name(request.Progress.State) == filter.State)
        && (filter.Reason is null || request.Progress.Reason == filter.Reason)
        && (filter.Route is null || request.Header.Route == filter.Route || request.Header.Route.EndsWith(" " + filter.Route, StringComparison.Ordinal))
        && (filter.Tenant is null || request.Header.Tenant == filter.Tenant)
        && (filter.After is null || string.CompareOrdinal(request.Header.Id, filter.After) < 0);
}
