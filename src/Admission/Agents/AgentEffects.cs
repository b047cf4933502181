using Granary.Admission.Events;
using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>
/// What the shell has to do after a command: complete these waiters, tell these subscribers, publish these events. When to wake the agent is
/// <see cref="CapacityAgent.NextWake"/>, whether to send a report <see cref="CapacityAgent.ReportDue"/>.
/// </summary>
public sealed class AgentEffects
{
    private readonly List<GrantedWaiter> _granted = [];
    private readonly List<DeniedWaiter> _denied = [];
    private readonly List<DirectRelease> _settled = [];
    private readonly List<RequestEvent> _events = [];
    private int _changed;

    /// <summary>Kinds of events that somebody takes. Set before a command; no other is made.</summary>
    public RequestEventKinds Wanted { get; set; }

    /// <summary>Waiters that got a lease, in order.</summary>
    public IReadOnlyList<GrantedWaiter> Granted => _granted;

    /// <summary>Waiters that get none, in order.</summary>
    public IReadOnlyList<DeniedWaiter> Denied => _denied;

    /// <summary>Direct leases that are over, to be told to the ledger at once, one-way.</summary>
    public IReadOnlyList<DirectRelease> Settled => _settled;

    /// <summary>What happened, in order.</summary>
    public IReadOnlyList<RequestEvent> Events => _events;

    /// <summary>Nothing to do.</summary>
    public bool IsEmpty => _changed == 0 && _granted.Count == 0 && _denied.Count == 0 && _events.Count == 0 && _settled.Count == 0;

    /// <summary>More of that domain may run than before.</summary>
    public bool Changed(Domain domain) => (_changed & (1 << (int)domain)) != 0;

    /// <summary>Forgets everything, for reuse.</summary>
    public void Clear()
    {
        _granted.Clear();
        _denied.Clear();
        _settled.Clear();
        _events.Clear();
        _changed = 0;
    }

    internal void Grant(Waiter waiter, in RequestLease lease, double waited) => _granted.Add(new GrantedWaiter(waiter, lease, waited));

    internal void Deny(Waiter waiter, AdmissionDenial denial, double waited) => _denied.Add(new DeniedWaiter(waiter, denial, waited));

    internal void Settle(DirectRelease release) => _settled.Add(release);

    internal void Change(Domain domain) => _changed |= 1 << (int)domain;

    internal void Happened(RequestEvent happened) => _events.Add(happened);
}
