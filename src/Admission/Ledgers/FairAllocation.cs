using Granary.Admission.Agents;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>
/// The fair part of each agent. Bands in order, a lower one with demand keeps a floor; inside a band weighted max-min over tenants; a tenant's
/// part goes where its demand is; what nobody wants may be kept idle by who used it last. Whole permits by largest remainder, ties rotating
/// with <c>round</c>, so that small limits visit everyone.
/// </summary>
internal static class FairAllocation
{
    private static readonly double[] Floors = [0, 0.10, 0.05];

    /// <summary>Parts in the order of <paramref name="agents"/>; they sum to at most <paramref name="limit"/>, exactly to it under contention.</summary>
    public static int[] Divide(int limit, IReadOnlyList<AgentDemand> agents, long round)
    {
        var wanted = new int[agents.Count];
        var total = 0L;
        for (var i = 0; i < agents.Count; i++)
        {
            foreach (var demand in agents[i].Demand)
            {
                wanted[i] += demand.InFlight + demand.Waiting;
            }

            total += wanted[i] + agents[i].Idle;
        }

        if (total <= limit)
        {
            for (var i = 0; i < wanted.Length; i++)
            {
                wanted[i] += agents[i].Idle;
            }

            return wanted;
        }

        var parts = new double[agents.Count];
        var bands = BandParts(limit, agents, round);
        for (var band = 0; band < Domains.Bands; band++)
        {
            if (bands[band] > 0)
            {
                AddBand((Band)band, bands[band], agents, parts);
            }
        }

        AddIdle(limit, agents, parts);
        return Round(limit, parts, round);
    }

    /// <summary>What each band gets: its floor, then strictly in order.</summary>
    private static double[] BandParts(int limit, IReadOnlyList<AgentDemand> agents, long round)
    {
        Span<double> demand = stackalloc double[Domains.Bands];
        foreach (var agent in agents)
        {
            foreach (var d in agent.Demand)
            {
                demand[(int)d.Band] += d.InFlight + d.Waiting;
            }
        }

        var parts = new double[Domains.Bands];
        var left = (double)limit;
        for (var band = Domains.Bands - 1; band > 0; band--)
        {
            var above = 0.0;
            for (var b = 0; b < band; b++)
            {
                above += demand[b];
            }

            // A floor of at least one permit must leave one for those above; where it cannot, it comes in one round of 1 / floor.
            var floor = Math.Min(left, Math.Max(1, Floors[band] * limit));
            if (above > 0 && left - floor < 1)
            {
                floor = round % (long)Math.Round(1 / Floors[band]) == 0 ? Math.Min(left, 1) : 0;
            }

            parts[band] = Math.Min(demand[band], floor);
            left -= parts[band];
        }

        for (var band = 0; band < Domains.Bands; band++)
        {
            var more = Math.Min(left, demand[band] - parts[band]);
            parts[band] += more;
            left -= more;
        }

        return parts;
    }

    private static void AddBand(Band band, double capacity, IReadOnlyList<AgentDemand> agents, double[] parts)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        var wants = new List<double>();
        var weights = new List<double>();
        foreach (var agent in agents)
        {
            foreach (var d in agent.Demand)
            {
                if (d.Band != band)
                {
                    continue;
                }

                if (!index.TryGetValue(d.Tenant, out var t))
                {
                    index.Add(d.Tenant, t = wants.Count);
                    wants.Add(0);
                    weights.Add(Math.Max(1, d.Weight));
                }

                wants[t] += d.InFlight + d.Waiting;
                weights[t] = Math.Max(weights[t], d.Weight);
            }
        }

        var shares = MaxMinShare.Divide(
            capacity,
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(wants),
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(weights));
        for (var i = 0; i < agents.Count; i++)
        {
            foreach (var d in agents[i].Demand)
            {
                if (d.Band == band && index[d.Tenant] is var t && wants[t] > 0)
                {
                    parts[i] += shares[t] * (d.InFlight + d.Waiting) / wants[t];
                }
            }
        }
    }

    private static void AddIdle(int limit, IReadOnlyList<AgentDemand> agents, double[] parts)
    {
        var left = limit - parts.Sum();
        var idle = 0.0;
        foreach (var agent in agents)
        {
            idle += agent.Idle;
        }

        if (left <= 0 || idle <= 0)
        {
            return;
        }

        var share = Math.Min(1, left / idle);
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] += agents[i].Idle * share;
        }
    }

    /// <summary>Whole numbers for fractional parts: largest remainder, ties in turn.</summary>
    internal static int[] Round(int limit, double[] parts, long round)
    {
        const double Tolerance = 1e-9;
        var whole = new int[parts.Length];
        var order = new int[parts.Length];
        var keys = new (double Remainder, int Turn)[parts.Length];
        var left = (int)Math.Min(limit, Math.Floor(parts.Sum() + Tolerance));
        for (var i = 0; i < parts.Length; i++)
        {
            whole[i] = (int)Math.Floor(parts[i] + Tolerance);
            left -= whole[i];
            order[i] = i;
            keys[i] = (-Math.Round(Math.Max(0, parts[i] - whole[i]), 9), (int)((i + round) % parts.Length));
        }

        Array.Sort(keys, order);
        for (var i = 0; i < order.Length && left > 0; i++, left--)
        {
            whole[order[i]]++;
        }

        return whole;
    }
}
