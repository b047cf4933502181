using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Granary.Admission.Agents;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>
/// The fair part of each agent. Bands in order, a lower one with demand keeps a floor; inside a band weighted max-min over tenants, and the
/// same over a tenant's agents; what nobody wants may be kept idle by who used it last. Whole permits by largest remainder, ties rotating by
/// round, so that small limits visit everyone. Demand is kept summed up by tenant, so that one agent's part costs one look at the tenants and
/// one pass over the agents.
/// </summary>
internal sealed class FairDivision
{
    private const double Tolerance = 1e-9;
    private static readonly double[] Floors = [0, 0.10, 0.05];
    private readonly List<DivisionTaker> _takers = [];
    private readonly Dictionary<string, DivisionTenant>[] _tenants = [New(), New(), New()];
    private readonly List<DivisionTenant>[] _lists = [[], [], []];
    private readonly double[] _bands = new double[Domains.Bands];
    private readonly long[] _wanted = new long[Domains.Bands];
    private long _idle;
    private double _idleShare;
    private bool _stale = true;
    private int _limit;
    private long _round;

    /// <summary>Agents that take part, in their order.</summary>
    public IReadOnlyList<DivisionTaker> Takers => _takers;

    /// <summary>In flight and waiting, everywhere.</summary>
    public long Wanted => _wanted[0] + _wanted[1] + _wanted[2];

    /// <summary>States an agent's demand anew.</summary>
    public void Set(DivisionTaker taker, ImmutableArray<TenantDemand> demand, int idle)
    {
        Withdraw(taker);
        if (taker.Place < 0)
        {
            taker.Place = _takers.Count;
            _takers.Add(taker);
        }

        var entries = new DivisionEntry[demand.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var one = demand[i];
            var tenant = Tenant(one.Band, one.Tenant);
            var wanted = one.InFlight + one.Waiting;
            tenant.Weight = Math.Max(1, one.Weight);
            _wanted[(int)one.Band] += wanted;
            entries[i] = new DivisionEntry(tenant, wanted);
            tenant.Add(entries[i]);
        }

        taker.Entries = entries;
        taker.Idle = idle;
        _idle += idle;
        _stale = true;
    }

    /// <summary>The agent takes no part any more.</summary>
    public void Remove(DivisionTaker taker)
    {
        if (taker.Place < 0)
        {
            return;
        }

        Withdraw(taker);
        var last = _takers[^1];
        _takers[taker.Place] = last;
        last.Place = taker.Place;
        _takers.RemoveAt(_takers.Count - 1);
        taker.Place = -1;
        _stale = true;
    }

    /// <summary>An agent's part before rounding.</summary>
    public double Part(DivisionTaker taker, int limit, long round)
    {
        Prepare(limit, round);
        return Part(taker);
    }

    /// <summary>An agent's part in whole permits. All of them sum up to the limit, or to all that is wanted if that is less.</summary>
    public int Whole(DivisionTaker taker, int limit, long round)
    {
        Prepare(limit, round);
        var part = Part(taker);
        var whole = Floor(part);
        var mine = Key(taker, part, whole);
        var (sum, floors, ahead) = (0.0, 0L, 0);
        foreach (var other in _takers)
        {
            var otherPart = Part(other);
            var otherWhole = Floor(otherPart);
            sum += otherPart;
            floors += otherWhole;
            ahead += Key(other, otherPart, otherWhole).CompareTo(mine) < 0 ? 1 : 0;
        }

        return ahead < Math.Min(limit, Math.Floor(sum + Tolerance)) - floors ? whole + 1 : whole;
    }

    /// <summary>Every agent's part in whole permits, in the order of <see cref="Takers"/>.</summary>
    public int[] All(int limit, long round)
    {
        Prepare(limit, round);
        var parts = new double[_takers.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Part(_takers[i]);
        }

        return Round(limit, parts, round);
    }

    /// <summary>
    /// Divides an agent's share among its tenants, by their parts of it, each rounded up. Tasks that wait outside of the queue name no tenant: they
    /// hold no permit back from those that do, who may well be theirs.
    /// </summary>
    public ImmutableArray<TenantShare> Split(DivisionTaker taker, int share, int limit, long round)
    {
        Prepare(limit, round);
        var names = new List<string>();
        var parts = new List<double>();
        foreach (var entry in taker.Entries)
        {
            var at = names.IndexOf(entry.Tenant.Name);
            if (at < 0)
            {
                names.Add(entry.Tenant.Name);
                parts.Add(0);
                at = names.Count - 1;
            }

            parts[at] += entry.Part;
        }

        var outside = names.IndexOf("");
        var named = parts.Sum() - (outside < 0 ? 0 : parts[outside]);
        if (names.Count - (outside < 0 ? 0 : 1) < 2 || named <= 0 || share >= taker.Entries.Sum(static e => e.Wanted))
        {
            return [];
        }

        // Rounded up: parts are bounds, and inside them the agent's fair queueing decides. Rounded to the sum, they alone would decide, and a tenant
        // due two permits at three agents would get three.
        return
        [
            .. names
                .Select((name, i) => new TenantShare(name, (int)Math.Ceiling((parts[i] * share / (i == outside ? named + parts[i] : named)) - Tolerance)))
                .OrderBy(static t => t.Tenant, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whole numbers for fractional parts: largest remainder, ties in turn.</summary>
    internal static int[] Round(int limit, double[] parts, long round)
    {
        var whole = new int[parts.Length];
        var order = new int[parts.Length];
        var keys = new (double Remainder, int Turn)[parts.Length];
        var left = (int)Math.Min(limit, Math.Floor(parts.Sum() + Tolerance));
        for (var i = 0; i < parts.Length; i++)
        {
            whole[i] = Floor(parts[i]);
            left -= whole[i];
            order[i] = i;
            keys[i] = (Remainder(parts[i], whole[i]), (int)((i + round) % parts.Length));
        }

        Array.Sort(keys, order);
        for (var i = 0; i < order.Length && left > 0; i++, left--)
        {
            whole[order[i]]++;
        }

        return whole;
    }

    private static Dictionary<string, DivisionTenant> New() => new(StringComparer.Ordinal);

    private static int Floor(double part) => (int)Math.Floor(part + Tolerance);

    // Negative, so that the largest comes first; rounded, so that equal parts tie whatever the order of their sums was.
    private static double Remainder(double part, int whole) => -Math.Round(Math.Max(0, part - whole), 9);

    private (double Remainder, int Turn) Key(DivisionTaker taker, double part, int whole) =>
        (Remainder(part, whole), (int)((taker.Place + _round) % _takers.Count));

    private double Part(DivisionTaker taker)
    {
        var part = taker.Idle * _idleShare;
        foreach (var entry in taker.Entries)
        {
            part += entry.Part;
        }

        return part;
    }

    private DivisionTenant Tenant(Band band, string name)
    {
        ref var tenant = ref CollectionsMarshal.GetValueRefOrAddDefault(_tenants[(int)band], name, out var known);
        if (!known)
        {
            tenant = new DivisionTenant(band, name);
            _lists[(int)band].Add(tenant);
        }

        return tenant!;
    }

    private void Withdraw(DivisionTaker taker)
    {
        foreach (var entry in taker.Entries)
        {
            var tenant = entry.Tenant;
            tenant.Remove(entry);
            _wanted[(int)tenant.Band] -= entry.Wanted;
            if (tenant.IsEmpty)
            {
                _tenants[(int)tenant.Band].Remove(tenant.Name);
                _lists[(int)tenant.Band].Remove(tenant);
            }
        }

        _idle -= taker.Idle;
        taker.Entries = [];
        taker.Idle = 0;
    }

    private void Prepare(int limit, long round)
    {
        if (!_stale && limit == _limit && round == _round)
        {
            return;
        }

        _stale = false;
        _limit = limit;
        _round = round;
        var left = DivideBands(limit, round);
        for (var band = 0; band < Domains.Bands; band++)
        {
            DivideTenants(_lists[band], _bands[band], _wanted[band]);
        }

        _idleShare = _idle > 0 ? Math.Min(1, Math.Max(0, left) / _idle) : 0;
    }

    /// <summary>What each band gets: its floor, then strictly in order. Returns what nobody wants.</summary>
    private double DivideBands(int limit, long round)
    {
        var left = (double)limit;
        for (var band = Domains.Bands - 1; band > 0; band--)
        {
            var above = 0L;
            for (var b = 0; b < band; b++)
            {
                above += _wanted[b];
            }

            // A floor of at least one permit must leave one for those above; where it cannot, it comes in one round of 1 / floor.
            var floor = Math.Min(left, Math.Max(1, Floors[band] * limit));
            if (above > 0 && left - floor < 1)
            {
                floor = round % (long)Math.Round(1 / Floors[band]) == 0 ? Math.Min(left, 1) : 0;
            }

            _bands[band] = Math.Min(_wanted[band], floor);
            left -= _bands[band];
        }

        _bands[0] = 0;
        for (var band = 0; band < Domains.Bands; band++)
        {
            var more = Math.Min(left, _wanted[band] - _bands[band]);
            _bands[band] += more;
            left -= more;
        }

        return left;
    }

    private static void DivideTenants(List<DivisionTenant> tenants, double capacity, long wanted)
    {
        if (capacity >= wanted)
        {
            foreach (var tenant in tenants)
            {
                tenant.Divide(tenant.Wanted);
            }

            return;
        }

        var wants = new double[tenants.Count];
        var weights = new double[tenants.Count];
        for (var i = 0; i < wants.Length; i++)
        {
            wants[i] = tenants[i].Wanted;
            weights[i] = tenants[i].Weight;
        }

        var shares = MaxMinShare.Divide(capacity, wants, weights);
        for (var i = 0; i < shares.Length; i++)
        {
            tenants[i].Divide(shares[i]);
        }
    }
}
