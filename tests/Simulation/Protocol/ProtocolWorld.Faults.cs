namespace Granary.Simulation.Protocol;

/// <summary>What goes wrong.</summary>
internal sealed partial class ProtocolWorld
{
    private void Trouble(Fault fault)
    {
        Note(4, (long)fault.Kind);
        var endpoint = _endpoints[fault.Target % _endpoints.Count];
        switch (fault.Kind)
        {
            case FaultKind.Loss:
                _loss = fault.Strength;
                At(fault.For, () => _loss = 0);
                break;
            case FaultKind.Duplication:
                _duplication = fault.Strength;
                At(fault.For, () => _duplication = 0);
                break;
            case FaultKind.Delay:
                _delay = fault.Strength;
                At(fault.For, () => _delay = 0);
                break;
            case FaultKind.WriteFails:
                _writeFails = fault.Strength;
                At(fault.For, () => _writeFails = 0);
                break;
            case FaultKind.WriteAnswerLost:
                _writeAnswerLost = fault.Strength;
                At(fault.For, () => _writeAnswerLost = 0);
                break;
            case FaultKind.AgentCrash:
                Crash(_processes[fault.Target % _processes.Count]);
                break;
            case FaultKind.AgentPause:
                var paused = _processes[fault.Target % _processes.Count];
                paused.PausedUntil = Math.Max(paused.PausedUntil, Now + fault.For);
                break;
            case FaultKind.LedgerCrash:
                if (endpoint.Primary is { } crashed)
                {
                    crashed.Dead = true;
                    endpoint.Primary = null;
                }

                break;
            case FaultKind.LedgerMove:
                endpoint.Primary?.HandOver();
                endpoint.Primary = null;
                break;
            case FaultKind.LedgerSplit:
                Split(endpoint, fault.For);
                break;
            default:
                endpoint.Provider.Trouble(fault, Now);
                break;
        }
    }

    private void Crash(AgentProcess process)
    {
        process.Dead = true;
        Start(process.Index, process.Incarnation + 1);
        if (_phase == Phase.Troubled)
        {
            foreach (var port in _processes[process.Index].Ports)
            {
                SetDemand(port, _load.Between(0, 2 + (3 * Plan.Cap / Plan.Agents)));
            }
        }
    }

    private void Split(EndpointWorld endpoint, double seconds)
    {
        if (endpoint.Primary is null || endpoint.Second is not null)
        {
            return;
        }

        var second = Activate(endpoint);
        endpoint.Second = second;
        At(seconds, () =>
        {
            if (ReferenceEquals(endpoint.Second, second))
            {
                second.HandOver();
                endpoint.Second = null;
            }
        });
    }
}
