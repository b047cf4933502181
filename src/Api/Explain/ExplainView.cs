using Granary.Admission;
using Granary.Admission.Explanations;

namespace Granary.Api.Explain;

/// <summary>An explanation as the route answers it: instants of the wall clock, names instead of numbers.</summary>
internal static class ExplainView
{
    /// <summary><paramref name="kind"/> and <paramref name="id"/> name the subject; <paramref name="now"/> is the wall clock at <see cref="WaitExplanation.AsOf"/>.</summary>
    public static object Of(string kind, string id, WaitExplanation explained, DateTimeOffset now)
    {
        DateTimeOffset? At(double? seconds) => seconds is { } s ? now.AddSeconds(s - explained.AsOf) : null;
        var snapshot = explained.Snapshot;
        return new
        {
            subject = new { kind, id, tenant = explained.Tenant, band = AdmissionNames.Of(explained.Band) },
            state = explained.State switch
            {
                WaitState.Free => "idle",
                WaitState.Waiting => "waiting",
                _ => "blocked",
            },
            asOf = now,
            sequence = explained.Sequence,
            verdict = explained.Verdict,
            waitingSince = At(explained.WaitingSince),
            deadline = At(explained.Deadline),
            waitingFor = explained.WaitingFor.Select(layer => new
            {
                layer = layer.Layer,
                reason = AdmissionNames.Of(layer.Reason),
                binding = AdmissionNames.Of(layer.Binding),
                resource = explained.Key.ToString(),
                limit = new
                {
                    inForce = snapshot.Limit, cap = snapshot.EffectiveCap, ceiling = snapshot.Ceiling, inFlight = snapshot.InFlight,
                    share = snapshot.Share, used = layer.Used, bound = layer.Bound,
                },
                since = At(layer.Since),
                earliest = At(layer.Earliest),
                basis = layer.Basis switch
                {
                    EarliestBasis.Exact => "exact",
                    EarliestBasis.Estimate => "estimate",
                    _ => "unknown",
                },
                detail = layer.Detail,
            }),
            position = explained.Position,
            estimateMs = (long?)explained.Estimate?.TotalMilliseconds,
            ahead = explained.Ahead.Select(static a => new
            {
                band = AdmissionNames.Of(a.Band), tenant = a.Tenant.Length == 0 ? "others" : a.Tenant, waiting = a.Waiting, inFlight = a.InFlight, weight = a.Weight,
            }),
        };
    }
}
