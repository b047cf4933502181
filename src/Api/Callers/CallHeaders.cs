using System.Globalization;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Callers;

/// <summary>The request headers that shape admission: band, deadline, longest wait, flow.</summary>
/// <param name="Band"><c>interactive</c>, <c>standard</c> or <c>bulk</c>.</param>
/// <param name="MaxWait">Bound of the wait for a permit; zero decides now, null leaves it to the alias and the band.</param>
/// <param name="Deadline">End of the whole call from now; null is none.</param>
/// <param name="Flow">Turn-taking key inside the tenant, or null.</param>
internal sealed record CallHeaders(string Band, TimeSpan? MaxWait, TimeSpan? Deadline, string? Flow)
{
    private static readonly string[] Bands = ["interactive", "standard", "bulk"];

    /// <summary>Reads them; on a malformed one returns null and says what is wrong.</summary>
    public static CallHeaders? Read(IHeaderDictionary headers, DateTimeOffset now, out string? error)
    {
        error = null;
        var band = One(headers, "Granary-Band") ?? "interactive";
        if (!Bands.Contains(band, StringComparer.Ordinal))
        {
            error = $"Granary-Band is '{Shown(band)}'; it must be one of {string.Join(", ", Bands)}.";
            return null;
        }

        TimeSpan? maxWait = null;
        if (One(headers, "Granary-Max-Wait") is { } waitText)
        {
            if (WireDuration.TryParse(waitText, out var wait))
            {
                maxWait = wait;
            }
            else
            {
                error = $"Granary-Max-Wait is '{Shown(waitText)}'; it must be a duration such as 250ms, 5s, 10m, or 0 to decide now.";
                return null;
            }
        }

        TimeSpan? deadline = null;
        if (One(headers, "Granary-Deadline") is { } deadlineText)
        {
            if (WireDuration.TryParse(deadlineText, out var span))
            {
                deadline = span;
            }
            else if (DateTimeOffset.TryParse(deadlineText, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            {
                deadline = instant > now ? instant - now : TimeSpan.Zero;
            }
            else
            {
                error = $"Granary-Deadline is '{Shown(deadlineText)}'; it must be a duration such as 5s or an RFC 3339 instant.";
                return null;
            }
        }

        var flow = One(headers, "Granary-Flow");
        if (flow is { Length: > 64 })
        {
            error = $"Granary-Flow has {flow.Length} characters; at most 64 are allowed.";
            return null;
        }

        return new CallHeaders(band, maxWait, deadline, flow);
    }

    private static string? One(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values is [{ Length: > 0 } only] ? only : null;

    private static string Shown(string value) => value.Length <= 40 ? value : value[..40] + "…";
}
