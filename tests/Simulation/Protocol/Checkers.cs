using Granary.Admission;
using Granary.Admission.Agents;
using Granary.Admission.Ledgers;

namespace Granary.Simulation.Protocol;

/// <summary>
/// What must always hold (S1 to S6), after every step; and what must happen in the end (L1 to L4). They look at agents, ledgers and storage from
/// outside, at one true time that none of them knows.
/// </summary>
internal sealed class Checkers(ProtocolWorld world)
{
    // Waiter's pull, the holder's notice and pull, the waiter's notice and pull; each 50 ms apart at least, and the trips between.
    private const double Pulls = 4 * 0.05;
    private const double Trips = 10;
    private const double Slack = 0.02;

    /// <summary>S1: what agents may use, now or once an answer on its way arrives, stays within the limit, and above it never rises.</summary>
    public void Sums(EndpointWorld endpoint)
    {
        var permits = 0;
        foreach (var port in endpoint.Ports)
        {
            permits += port.Permits();
        }

        var limit = Limit(endpoint);
        That(
            permits <= limit || permits <= endpoint.PermitsBefore, "S1",
            $"{endpoint.Key}: {permits} permits may be used, before it were {endpoint.PermitsBefore}, the limit is {limit}");
        endpoint.PermitsBefore = permits;
    }

    /// <summary>S2: nobody admits beyond its unexpired share; calls on direct leases and the gate's probe are beside it.</summary>
    public static void Admitted(AgentPort port, in RequestLease lease)
    {
        var key = port.Core.KeyOf(Domain.Chat)!;
        var usable = port.Now < key.ShareExpiresAt ? key.Share : 0;
        That(
            key.Lending.Direct.Holds(lease.Number) || key.Lending.Gate.IsProbe(lease.Number) || key.OnShare <= usable, "S2",
            $"process {port.Process.Index} has {key.OnShare} calls on a share of {usable}");
        That(port.Held.Add(lease.Number), "S5", $"lease {lease.Number} was given twice");
    }

    /// <summary>S4: no 60 seconds see more requests than cap and burst.</summary>
    public void Rate(EndpointWorld endpoint)
    {
        if (world.Plan.RequestsPerMinute is not (> 0 and var cap))
        {
            return;
        }

        endpoint.Minute.Enqueue(world.Now);
        while (endpoint.Minute.Peek() <= world.Now - 60)
        {
            endpoint.Minute.Dequeue();
        }

        // The bucket is filled by the ledger's clock.
        var most = (cap * (1 + world.Plan.ClockDrift)) + Math.Max(1, 0.1 * cap);
        That(endpoint.Minute.Count <= most, "S4", $"{endpoint.Key}: {endpoint.Minute.Count} requests within 60 s, cap and burst are {most:0.#}");
    }

    /// <summary>S3: an epoch that has let an agent grow is the last that can; and no share outlives what was written.</summary>
    public void Obeyed(AgentPort port, long epoch, bool grew, double decidedAt)
    {
        var endpoint = port.Endpoint;
        if (grew)
        {
            endpoint.GrewAt.TryAdd(epoch, decidedAt);
            foreach (var (later, at) in endpoint.GrewAt)
            {
                That(later <= epoch || at >= decidedAt, "S3", $"{endpoint.Key}: epoch {epoch} lets an agent grow after epoch {later} did");
            }
        }

        if (port.Core.KeyOf(Domain.Chat) is { Share: > 0 } key)
        {
            var ends = world.Now + port.Process.Clock.Until(key.ShareExpiresAt, world.Now);
            That(ends <= endpoint.Store.PromisedUntil + 5, "S3", $"{endpoint.Key}: a share lives until {ends:0.00}, promised is {endpoint.Store.PromisedUntil:0.00}");
        }
    }

    /// <summary>S5: in flight is what was given, less what came back or expired.</summary>
    public static void Leases(AgentPort port)
    {
        if (port.Core.KeyOf(Domain.Chat) is { } key)
        {
            var held = port.Held.Count - port.Core.Leaks.Expired;
            That(key.InFlight == held && held >= 0, "S5", $"process {port.Process.Index}: {key.InFlight} in flight, {held} leases are held");
            That(key.InFlight == key.Acquired - key.Released - port.Core.Leaks.Expired, "S5", $"the agent's own counts do not add up");
        }
    }

    /// <summary>S6: one cut per generation.</summary>
    public static void Cut(EndpointWorld endpoint, LedgerNode node, LedgerEffects effects)
    {
        foreach (var (_, effect) in effects.Estimates)
        {
            if (effect.Kind == Admission.Estimators.EstimatorEffectKind.LimitDecreased && effect.Cause == Admission.Estimators.LimitCause.RateLimit)
            {
                That(endpoint.Cuts.Add((node.Core.Epoch, effect.Generation)), "S6", $"{endpoint.Key}: generation {effect.Generation} was cut to twice");
            }
        }
    }

    /// <summary>L1, in calm: no permit stays free while somebody waits for longer than pulls and trips take.</summary>
    public void Idle(EndpointWorld endpoint)
    {
        var waits = false;
        var inFlight = 0;
        var blocked = endpoint.Primary is not { Dead: false } || endpoint.Second is not null;
        foreach (var port in endpoint.Ports)
        {
            inFlight += port.Core.InFlight;
            waits |= port.Core.Waiters > 0;
            blocked |= port.Core.KeyOf(Domain.Chat) is { } key && (port.Now < key.BlockedUntil + 1 || key.Lending.Gate.State != GateState.Open || key.Lending.Credits.Limits);
        }

        if (!waits || blocked || inFlight >= Limit(endpoint) || Opening(endpoint))
        {
            endpoint.FreeSince = double.NaN;
            return;
        }

        endpoint.FreeSince = double.IsNaN(endpoint.FreeSince) ? world.Now : endpoint.FreeSince;
        var most = Pulls + (Trips * world.Plan.MessageDelay) + Slack;
        That(
            world.Now - endpoint.FreeSince <= most, "L1",
            $"{endpoint.Key}: {Limit(endpoint) - inFlight} of {Limit(endpoint)} permits free for {world.Now - endpoint.FreeSince:0.000} s while somebody waits ({endpoint.Primary?.Core.View(Domain.Chat, endpoint.Primary.Now)?.Mode})");
    }

    /// <summary>L3: some refreshes after the last fault, everybody with the same demand has the same share.</summary>
    public static void Fair(EndpointWorld endpoint)
    {
        if (endpoint.Primary?.Core.View(Domain.Chat, endpoint.Primary.Now) is not { Mode: Admission.Protocol.LendingMode.Shares, BlockedFor: 0, Gate: GateState.Open } view)
        {
            return;
        }

        var fair = (double)view.Limit / endpoint.Ports.Count;
        foreach (var port in endpoint.Ports)
        {
            var key = port.Core.KeyOf(Domain.Chat)!;
            var has = Math.Max(key.OnShare, key.UsableShare(port.Now));
            That(
                has >= Math.Min(Math.Floor(fair) - 1, port.Core.InFlight + port.Core.Waiters), "L3",
                $"{endpoint.Key}: process {port.Process.Index} has {has} of {view.Limit} permits among {endpoint.Ports.Count} with the same demand");
        }
    }

    /// <summary>L2 and L4: demand gone, everything is back, and nobody wants to send anything any more.</summary>
    public static void AtRest(EndpointWorld endpoint)
    {
        foreach (var port in endpoint.Ports)
        {
            That(port.Core.Waiters == 0 && port.Core.InFlight == 0, "L2", $"process {port.Process.Index}: {port.Core.Waiters} wait, {port.Core.InFlight} are in flight");
            That(port.Core.KeyOf(Domain.Chat)?.UsableShare(port.Now) is null or 0, "L2", $"process {port.Process.Index} keeps a share");
            That(double.IsPositiveInfinity(port.Core.NextWake(port.Now)), "L4", $"process {port.Process.Index} wants to be woken");
        }

        That((endpoint.Primary?.Core.View(Domain.Chat, endpoint.Primary.Now)?.Outstanding ?? 0) == 0, "L2", $"{endpoint.Key}: permits count as lent");
    }

    private static bool Opening(EndpointWorld endpoint) =>
        endpoint.Primary is { } node && node.Core.EstimatorOf(Domain.Chat) is { } estimator
        && (estimator.Opening(node.Now) is not null || node.Core.Outstanding(Domain.Chat) > estimator.Look(node.Now));

    private int Limit(EndpointWorld endpoint)
    {
        var limit = Math.Max(
            endpoint.Primary is { Dead: false } primary ? primary.Limit(world.Plan.Cap) : 0,
            endpoint.Second is { Dead: false } second ? second.Limit(world.Plan.Cap) : 0);
        endpoint.LimitBefore = limit > 0 ? limit : Math.Max(endpoint.LimitBefore, world.Plan.Cap);
        return endpoint.LimitBefore;
    }

    private static void That(bool holds, string rule, FormattableString detail)
    {
        if (!holds)
        {
            throw new RuleBrokenException(rule, FormattableString.Invariant(detail));
        }
    }
}
