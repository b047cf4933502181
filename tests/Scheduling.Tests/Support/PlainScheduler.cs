using Granary.Admission;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Tests.Support;

/// <summary>
/// The rules of queue, controller and pass written down the slow way: sort everything, look at everything, keep no counter. What the fast one
/// is compared with.
/// </summary>
internal sealed class PlainScheduler(int submission, int llmWait, TaskPolicySettings policy)
{
    private readonly Dictionary<GroupKey, PlainGroup> _groups = [];
    private readonly Dictionary<(Band, string), PlainTenant> _tenants = [];
    private readonly double[] _bandTime = new double[3];
    private readonly double[] _waitsSince = new double[3];
    private HashSet<PlainGroup> _eligible = [];
    private long _activations;

    public Dictionary<ResourceKey, (int Permits, double? Until)> Keys { get; } = [];

    public Dictionary<string, int> RequestLimits { get; } = [];

    public List<PlainLease> Leases { get; } = [];

    public int Queued => _groups.Values.Sum(group => group.Tasks.Count);

    public void Enqueue(QueuedTask task, double now)
    {
        if (_groups.Values.Any(known => known.Tasks.Contains(task.Key)))
            return;

        var run = task.Declaration.Run;
        var band = (int)run.Band;
        if (!_tenants.TryGetValue((run.Band, run.Tenant), out var tenant))
            _tenants.Add((run.Band, run.Tenant), tenant = new PlainTenant(run.Band, run.TenantWeight, _bandTime[band]));

        if (!_groups.TryGetValue(task.Declaration.Group, out var group))
            _groups.Add(task.Declaration.Group, group = new PlainGroup(task.Declaration, tenant, tenant.VirtualTime));

        if (_groups.Values.All(other => other.Tenant.Band != run.Band || other.Tasks.Count == 0))
            _waitsSince[band] = now;

        if (group.Tasks.Count == 0)
            group.Activation = ++_activations;

        if (_groups.Values.All(other => other.Tenant != tenant || other.Tasks.Count == 0))
            tenant.Activation = ++_activations;

        group.Tasks.Add(task.Key);
    }

    public bool Discard(TaskKey task) => _groups.Values.Any(group => group.Tasks.Remove(task));

    public void End(TaskKey task)
    {
        var lease = Leases.Single(held => held.Task == task);
        Leases.Remove(lease);
        if (!lease.Yielded)
            Repay(lease.Group);
    }

    public void Yield(TaskKey task)
    {
        var lease = Leases.Single(held => held.Task == task);
        if (!lease.Yielded)
            Repay(lease.Group);

        lease.Yielded = true;
    }

    public void Resume(TaskKey task) => Leases.Single(held => held.Task == task).Yielded = false;

    /// <summary>One pass; who was served, with the ground.</summary>
    public List<(TaskKey Task, bool Spare)> Pass(double now)
    {
        foreach (var (key, told) in Keys.ToArray())
        {
            if (told.Until <= now)
                Keys[key] = (Math.Max(1, told.Permits), null);
        }

        var served = new List<(TaskKey, bool)>();
        while (Select(now) is var (group, spare))
        {
            served.Add((group.Tasks[0], spare));
            foreach (var want in Wanted(group))
            {
                if (group.Declaration.GroupCap is not null)
                    group.Debt[want.Resource] = group.Debt.GetValueOrDefault(want.Resource) + Excess(group, want);
            }

            Leases.Add(new PlainLease(group.Tasks[0], group));
            group.Tasks.RemoveAt(0);
            var tenant = group.Tenant;
            tenant.VirtualTime = Math.Max(tenant.VirtualTime, group.Tag);
            group.Tag = tenant.VirtualTime + (1.0 / group.Declaration.Weight);
            group.Activation = ++_activations;
            ref var time = ref _bandTime[(int)tenant.Band];
            time = Math.Max(time, tenant.Tag);
            tenant.Tag = time + (1.0 / tenant.Weight);
            tenant.Activation = ++_activations;
            _waitsSince[(int)tenant.Band] = now;
        }

        return served;
    }

    private (PlainGroup Group, bool Spare)? Select(double now)
    {
        _eligible = [.. _groups.Values.Where(group => group.Tasks.Count > 0 && Eligible(group))];
        var order = _groups.Values
            .Where(group => group.Tasks.Count > 0)
            .OrderBy(group => now - _waitsSince[(int)group.Tenant.Band] >= 4 ? 0 : 1)
            .ThenBy(group => now - _waitsSince[(int)group.Tenant.Band] >= 4 ? _waitsSince[(int)group.Tenant.Band] : 0)
            .ThenBy(group => group.Tenant.Band)
            .ThenBy(group => group.Tenant.Tag)
            .ThenBy(group => group.Tenant.Activation)
            .ThenBy(group => group.Tag)
            .ThenBy(group => group.Activation)
            .ToArray();
        if (order.FirstOrDefault(group => _eligible.Contains(group) && Allows(group, spare: false)) is { } fair)
            return (fair, false);

        var conserving = policy.WorkConserving ?? policy.Kind == TaskPolicyKind.BoundedBorrow;
        return conserving && order.FirstOrDefault(group => _eligible.Contains(group) && Allows(group, spare: true)) is { } spare ? (spare, true) : null;
    }

    private bool Allows(PlainGroup group, bool spare)
    {
        if (group.Declaration.GroupCap is not { } cap)
            return true;

        if (policy.Kind == TaskPolicyKind.StrictFair)
            return spare || Running(group) < cap || !Wanted(group).Any(want => Pressing(group, want.Resource).Any());

        foreach (var want in Wanted(group))
        {
            var debt = group.Debt.GetValueOrDefault(want.Resource);
            var part = Part(group, want.Resource);
            if (!spare && Pressing(group, want.Resource).Any())
            {
                if (debt > 0 || Leased(group, want.Resource) + want.Amount > part)
                    return false;
            }
            else if (Excess(group, want) > 0 && debt + Excess(group, want) > (policy.DebtCap ?? Math.Max(0, Limit(want.Resource) - Reserve(want.Resource) - part)))
            {
                return false;
            }
        }

        return true;
    }

    private int Reserve(string resource) => Math.Min(policy.ReservedSlots, (int)Math.Ceiling(Limit(resource) * policy.ReserveFraction));

    private int Excess(PlainGroup group, ResourceAmount want) =>
        Math.Clamp(Leased(group, want.Resource) + want.Amount - Part(group, want.Resource), 0, want.Amount);

    private int Part(PlainGroup group, string resource)
    {
        var limit = Limit(resource);
        if (limit <= 0)
            return 0;

        if (limit == 1)
            return 1;

        var weight = group.Declaration.Weight;
        var peers = Pressing(group, resource).Sum(peer => peer.Declaration.Weight);
        var part = (decimal)limit * weight / (weight + (peers == 0 ? weight : peers));
        var rounded = policy.Rounding == ShareRounding.Ceil ? Math.Ceiling(part) : Math.Floor(part);
        return (int)Math.Min(Math.Max(1, rounded), Math.Min(group.Declaration.GroupCap ?? limit, limit));
    }

    private IEnumerable<PlainGroup> Pressing(PlainGroup group, string resource) => _eligible.Where(peer =>
        peer != group && peer.Declaration.Demand.Amounts.Any(want => want.Resource == resource));

    private static IEnumerable<ResourceAmount> Wanted(PlainGroup group)
    {
        var wants = group.Declaration.Demand.Amounts;
        var typed = wants.Where(want => want.Resource != ResourceNames.Submission).ToArray();
        return typed.Length > 0 ? typed : wants;
    }

    private bool Eligible(PlainGroup group)
    {
        var declaration = group.Declaration;
        return declaration.Demand.Amounts.All(want => Limit(want.Resource) - Leases.Where(lease => !lease.Yielded).Sum(lease => Amount(lease.Group, want.Resource)) >= want.Amount)
            && (declaration.RequestKey is not { } key || Leases.Count(lease => lease.Group.Declaration.RequestKey == key) < Taken(key))
            && (declaration.Run.MaxInFlight is not { } most || Leases.Count(lease => lease.Group.Declaration.Run.Run == declaration.Run.Run) < most);
    }

    private int Limit(string resource)
    {
        if (resource == ResourceNames.Submission)
            return submission;

        if (resource == ResourceNames.LlmWait)
            return llmWait;

        var outside = Keys.Keys.Where(key => ResourceNames.Request(key.Endpoint) == resource).Sum(Taken);
        return Math.Min(RequestLimits.GetValueOrDefault(resource), outside);
    }

    private int Taken(ResourceKey key) => Keys[key].Until is null ? Keys[key].Permits : 0;

    private int Running(PlainGroup group) => Leases.Count(lease => lease.Group == group && !lease.Yielded);

    private int Leased(PlainGroup group, string resource) => Running(group) * Amount(group, resource);

    private static int Amount(PlainGroup group, string resource) =>
        group.Declaration.Demand.Amounts.Where(want => want.Resource == resource).Sum(want => want.Amount);

    private static void Repay(PlainGroup group)
    {
        foreach (var want in group.Declaration.Demand.Amounts)
        {
            group.Debt[want.Resource] = Math.Max(0, group.Debt.GetValueOrDefault(want.Resource) - want.Amount);
        }
    }
}
