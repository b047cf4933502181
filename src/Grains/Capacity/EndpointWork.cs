using Granary.Admission;
using Granary.Admission.Agents;
using Granary.Admission.Protocol;

namespace Granary.Grains.Capacity;

/// <summary>What is to be done after the lock was left: complete waiters, tell subscribers.</summary>
/// <param name="Granted">Waiters with a lease.</param>
/// <param name="Denied">Waiters without.</param>
/// <param name="Changed">Domains of which more may run, a bit each.</param>
/// <param name="Settled">Direct leases that are over.</param>
internal readonly record struct EndpointWork(GrantedWaiter[]? Granted, DeniedWaiter[]? Denied, int Changed, DirectRelease[]? Settled)
{
    /// <summary>Takes the effects over; the waiters' states change here, under the lock.</summary>
    public static EndpointWork Take(AgentEffects effects)
    {
        if (effects.IsEmpty)
        {
            return default;
        }

        var changed = 0;
        for (var domain = Domain.Chat; domain <= Domain.Healthcheck; domain++)
        {
            changed |= effects.Changed(domain) ? 1 << (int)domain : 0;
        }

        var work = new EndpointWork(
            effects.Granted.Count > 0 ? [.. effects.Granted] : null, effects.Denied.Count > 0 ? [.. effects.Denied] : null, changed,
            effects.Settled.Count > 0 ? [.. effects.Settled] : null);
        effects.Clear();
        foreach (var granted in work.Granted ?? [])
        {
            var pending = (PendingAcquire)granted.Waiter.Owner!;
            pending.State = PendingState.Granted;
            pending.Lease = granted.Lease;
        }

        foreach (var denied in work.Denied ?? [])
        {
            ((PendingAcquire)denied.Waiter.Owner!).State = PendingState.Denied;
        }

        return work;
    }

    /// <summary>Performs it. Never under the lock.</summary>
    public void Perform(EndpointKey endpoint, ILedgerLink link, Action<ResourceKey> changed)
    {
        foreach (var settled in Settled ?? [])
        {
            link.Settle(endpoint, settled);
        }

        foreach (var granted in Granted ?? [])
        {
            ((PendingAcquire)granted.Waiter.Owner!).Complete(new AdmissionResult(
                granted.Lease, null, TimeSpan.FromSeconds(granted.Waited), granted.Waiter.Arrival));
        }

        foreach (var denied in Denied ?? [])
        {
            ((PendingAcquire)denied.Waiter.Owner!).Complete(new AdmissionResult(
                default, denied.Denial, TimeSpan.FromSeconds(denied.Waited), denied.Waiter.Arrival));
        }

        for (var domain = Domain.Chat; Changed != 0 && domain <= Domain.Healthcheck; domain++)
        {
            if ((Changed & (1 << (int)domain)) != 0)
            {
                changed(new ResourceKey(endpoint.Provider, endpoint.Model, domain));
            }
        }
    }
}
