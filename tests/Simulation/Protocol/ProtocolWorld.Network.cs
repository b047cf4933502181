using Granary.Admission;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Simulation.Protocol;

/// <summary>Messages between agents and ledgers.</summary>
internal sealed partial class ProtocolWorld
{
    private const double ExchangeTimeout = 5;
    private double _loss;
    private double _duplication;
    private double _delay;
    private double _writeFails;
    private double _writeAnswerLost;

    private void Send(AgentPort port, AgentReport report)
    {
        Out(port, report.Sequence, report.Domains.Sum(static d => d.Share));
        Deliver(() => Receive(port, report));
    }

    private void Send(AgentPort port, DirectRequest request)
    {
        Out(port, request.Sequence, 0);
        Deliver(() => Receive(port, request));
    }

    private void Send(AgentPort port, DirectRelease release) => Deliver(() =>
    {
        var effects = new LedgerEffects();
        var node = Node(port.Endpoint);
        node.Settle(release, effects);
        After(port.Endpoint, node, effects);
    });

    private void Out(AgentPort port, long sequence, int claimed)
    {
        port.Sequence = sequence;
        port.SentAt = port.Now;
        port.Waiting = true;
        port.Claimed = claimed;
        port.Promised = 0;
        At(port.Process.Clock.Until(port.Now + ExchangeTimeout, Now), port, () =>
        {
            if (port.Waiting && port.Sequence == sequence)
            {
                port.Waiting = false;
                port.Core.ExchangeFailed(_jitter.Unit(), port.Now);
            }
        });
    }

    private void Receive(AgentPort port, AgentReport report)
    {
        var effects = new LedgerEffects();
        var node = Node(port.Endpoint);
        Note(2, report.Sequence);
        if (node.Exchange(report, effects, Fate(), _jitter.Unit()) is { } grant)
        {
            Plan.Watch?.Invoke(FormattableString.Invariant(
                $"{Now:0.000} a{port.Process.Index} #{report.Sequence} share {report.Domains.Sum(static d => d.Share)}, held {report.Domains.Sum(static d => d.Held)}, in flight {report.Domains.Sum(static d => d.InFlight)}, leases {report.Domains.Sum(static d => d.Direct.Held.Length)} -> {grant.Reason} epoch {grant.Epoch}, {grant.Domains.Sum(static d => d.Share)} of {grant.Domains.Sum(static d => d.Limit)}, {grant.Domains.Sum(static d => d.Leases.Length)} leases, {grant.Domains.FirstOrDefault()?.Mode}, out {node.Core.Outstanding(Domain.Chat)}"));
            Promise(port, grant.Sequence, grant.Epoch, grant.Domains.Sum(static d => d.Share), [.. grant.Domains.SelectMany(static d => d.Leases)]);
            After(port.Endpoint, node, effects);
            var at = Now;
            Deliver(port, () => Answer(port, grant, at));
        }
        else
        {
            After(port.Endpoint, node, effects);
        }
    }

    private void Receive(AgentPort port, DirectRequest request)
    {
        var effects = new LedgerEffects();
        var node = Node(port.Endpoint);
        Note(3, request.Sequence);
        if (node.Acquire(request, effects, Fate()) is { } reply)
        {
            Plan.Watch?.Invoke(FormattableString.Invariant(
                $"{Now:0.000} a{port.Process.Index} #{request.Sequence} forwards {request.Domains.Sum(static d => d.Demand.Sum(static t => t.Waiting))}, leases {request.Domains.Sum(static d => d.Direct.Held.Length)} -> {reply.Reason} epoch {reply.Epoch}, {reply.Domains.Sum(static d => d.Leases.Length)} leases, out {node.Core.Outstanding(Domain.Chat)}"));
            Promise(port, reply.Sequence, reply.Epoch, 0, [.. reply.Domains.SelectMany(static d => d.Leases)]);
            After(port.Endpoint, node, effects);
            var at = Now;
            Deliver(port, () =>
            {
                if (port.Core.Apply(reply, port.Now, port.Effects))
                {
                    port.Waiting = false;
                    _checkers.Obeyed(port, reply.Epoch, reply.Domains.Any(static d => d.Leases.Length > 0), at);
                }
            });
        }
        else
        {
            After(port.Endpoint, node, effects);
        }
    }

    private void Answer(AgentPort port, LedgerGrant grant, double decidedAt)
    {
        if (port.Core.Apply(grant, _jitter.Unit(), port.Now, port.Effects))
        {
            port.Waiting = false;
            _checkers.Obeyed(port, grant.Epoch, grant.Domains.Sum(static d => d.Share) > port.Claimed, decidedAt);
        }
    }

    /// <summary>The ledger has let go of permits: from here on they count as in use, whether or not the answer arrives.</summary>
    private static void Promise(AgentPort port, long sequence, long epoch, int share, IEnumerable<DirectLease> leases)
    {
        if (port.Waiting && port.Sequence == sequence && (epoch >= port.Core.Epoch || port.Core.ObeysAnyEpoch))
        {
            port.Promised = Math.Max(port.Promised, share);
            foreach (var lease in leases)
            {
                port.Sent(lease, sequence);
            }
        }
    }

    /// <summary>What the ledger's shell does after every message.</summary>
    private void After(EndpointWorld endpoint, LedgerNode node, LedgerEffects effects)
    {
        Checkers.Cut(endpoint, node, effects);
        foreach (var (agentId, notice) in effects.Notices)
        {
            if (!endpoint.ByName.TryGetValue(agentId, out var target))
            {
                continue;
            }

            foreach (var lease in notice.Leases)
            {
                target.Sent(lease, notice.Sequence);
            }

            Deliver(target, () => target.Core.Notify(notice, target.Now, target.Effects));
        }

        if (node.Dead)
        {
            endpoint.Primary = ReferenceEquals(endpoint.Primary, node) ? endpoint.Second : endpoint.Primary;
            endpoint.Second = null;
        }

        Check(endpoint);
    }

    /// <summary>The activation that a message reaches; made if there is none.</summary>
    private LedgerNode Node(EndpointWorld endpoint)
    {
        if (endpoint.Second is { Dead: false } second && _network.Below(2) == 0)
        {
            return second;
        }

        return endpoint.Primary is { Dead: false } primary ? primary : endpoint.Primary = Activate(endpoint);
    }

    private LedgerNode Activate(EndpointWorld endpoint)
    {
        var node = new LedgerNode(this, endpoint, _ledgerSettings, _lives);
        var effects = new LedgerEffects();
        node.Core.AskUnheard(effects);
        foreach (var (agentId, notice) in effects.Notices)
        {
            if (endpoint.ByName.TryGetValue(agentId, out var target))
            {
                Deliver(target, () => target.Core.Notify(notice, target.Now, target.Effects));
            }
        }

        return node;
    }

    private WriteFate Fate() =>
        _network.Happens(_writeFails) ? WriteFate.FailsBefore : _network.Happens(_writeAnswerLost) ? WriteFate.FailsAfter : WriteFate.Done;

    private void Deliver(Action arrival)
    {
        foreach (var delay in Trips())
        {
            At(delay, arrival);
        }
    }

    private void Deliver(AgentPort port, Action arrival)
    {
        foreach (var delay in Trips())
        {
            At(delay, port, arrival);
        }
    }

    private IEnumerable<double> Trips()
    {
        _messages++;
        var longest = Plan.MessageDelay + _delay;
        if (!_network.Happens(_loss))
        {
            yield return _network.Between(0.0001, longest);
        }

        if (_network.Happens(_duplication))
        {
            yield return _network.Between(0.0001, 3 * longest);
        }
    }
}
