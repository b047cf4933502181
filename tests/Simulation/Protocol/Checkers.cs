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
    // The waiter's pull, the holder's notice and pull, the waiter's notice and pull: pulls are 50 ms apart, and each has two trips.
    private const double Pulls = 3 * 0.05;
    private const double Trips = 6;
    private const double Slack = 0.02;
    private const double Refreshes = 3 * 2.5 * 1.1;

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
        var usable = port.Now < port.ExpiresAt ? key.Share : 0;
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

        if (port.Core.KeyOf(Domain.Chat) is { Share: > 0 })
        {
            var ends = world.Now + port.Process.Clock.Until(port.ExpiresAt, world.Now);
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

    /// <summary>
    /// L1, in calm: of free permits and waiters, no pair stays together for longer than pulls and trips take. Pairs are counted, and the oldest is
    /// the first to part: where permits move from one process to another all the time, some are always on their way.
    /// </summary>
    public void Idle(EndpointWorld endpoint)
    {
        var waiters = 0;
        var used = 0;
        var blocked = endpoint.Primary is not { Dead: false } || endpoint.Second is not null || Opening(endpoint) || Learning(endpoint);
        foreach (var port in endpoint.Ports)
        {
            used += port.Core.InFlight;
            waiters += port.Core.Waiters;
            if (port.Core.KeyOf(Domain.Chat) is { } key)
            {
                // A slot that is left unused for a refusal is not free before the ledger has spoken.
                used += Math.Min(key.Brake, Math.Max(0, key.Share));
                blocked |= port.Now < key.BlockedUntil + 1 || key.Lending.Gate.State != GateState.Open || key.Lending.Credits.Limits;
            }
        }

        var pairs = blocked ? 0 : Math.Max(0, Math.Min(waiters, Limit(endpoint) - used));
        while (endpoint.Idle.Count > pairs)
        {
            endpoint.Idle.Dequeue();
        }

        while (endpoint.Idle.Count < pairs)
        {
            endpoint.Idle.Enqueue(world.Now);
        }

        if (endpoint.Idle.TryPeek(out var since))
        {
            That(
                world.Now - since <= (1 + world.Plan.ClockDrift) * (Pulls + (Trips * world.Plan.MessageDelay)) + Slack, "L1",
                $"{endpoint.Key}: {Limit(endpoint) - used} of {Limit(endpoint)} permits are free, and for {world.Now - since:0.000} s one stays so while {waiters} wait ({endpoint.Primary?.Core.View(Domain.Chat, endpoint.Primary.Now)?.Mode}: {string.Join("; ", endpoint.Ports.Select(Describe))})");
        }
    }

    /// <summary>L3, in calm: nobody stays below its fair part of the limit, as far as it wants it, for longer than three refreshes.</summary>
    public void Fair(EndpointWorld endpoint, bool settled)
    {
        var view = endpoint.Primary?.Core.View(Domain.Chat, endpoint.Primary.Now);
        var applies = view is { Mode: Admission.Protocol.LendingMode.Shares, BlockedFor: 0, Gate: GateState.Open } && !Learning(endpoint);
        var fair = applies ? Math.Floor((double)view!.Limit / endpoint.Ports.Count) - 1 : 0;
        foreach (var port in endpoint.Ports)
        {
            var key = port.Core.KeyOf(Domain.Chat);
            var has = key is null ? 0 : Math.Max(key.OnShare, port.Now < port.ExpiresAt ? key.Share : 0);
            if (has >= Math.Min(fair, port.Core.InFlight + port.Core.Waiters))
            {
                port.LacksSince = double.NaN;
                continue;
            }

            port.LacksSince = double.IsNaN(port.LacksSince) ? world.Now : port.LacksSince;
            That(
                !settled || world.Now - port.LacksSince <= Refreshes, "L3",
                $"{endpoint.Key}: for {world.Now - port.LacksSince:0.000} s process {port.Process.Index} has {has} of {view?.Limit} permits among {endpoint.Ports.Count} with the same demand");
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

    private static string Describe(AgentPort port) => port.Core.KeyOf(Domain.Chat) is { } key
        ? FormattableString.Invariant(
            $"{port.Process.Index} has {key.InFlight} on {key.Share} less {key.Brake} for {port.ExpiresAt - port.Now:0.0} s, {port.Core.Waiters} wait, binds {key.Binding}, next {port.Core.NextWake(port.Now) - port.Now:0.000}")
        : $"{port.Process.Index} has nothing";

    // A listed agent that said good-bye unheard is waited for as long as the promise lasts.
    private static bool Learning(EndpointWorld endpoint) => endpoint.Primary is { } node && node.Core.IsLearning(node.Now);

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
