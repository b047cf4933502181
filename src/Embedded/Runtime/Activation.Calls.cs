namespace Granary.Embedded.Runtime;

/// <summary>Calls: who may start now.</summary>
internal sealed partial class Activation
{
    private readonly List<GrainCall> _waiting = [];
    private readonly Dictionary<Guid, int> _sections = [];

    /// <summary>Waiting calls before this one are known to be blocked until a running one ends. So a long queue is not searched with every arrival.</summary>
    private int _blockedBefore;

    private int _running;

    /// <summary>The call that keeps others out: the oldest running one that was not let in to interleave.</summary>
    private GrainCall? _blocking;

    /// <summary>When it last did something that keeps it alive.</summary>
    public long LastActive { get; private set; }

    /// <summary>No call runs or waits.</summary>
    public bool IsInactive
    {
        get
        {
            lock (_gate)
            {
                return _running == 0 && _waiting.Count == 0;
            }
        }
    }

    public int WaitingCount
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Takes the call into its queue; false when the activation has ended and another one must take it.</summary>
    public bool Receive(GrainCall call)
    {
        lock (_gate)
        {
            if (_state == ActivationState.Invalid)
            {
                return false;
            }

            _waiting.Add(call);
            QueueTurn();
            return true;
        }
    }

    /// <summary>Calls of that chain may come in while this grain waits for it.</summary>
    public void EnterReentrantSection(Guid id)
    {
        lock (_gate)
        {
            _sections[id] = _sections.GetValueOrDefault(id) + 1;
            _blockedBefore = 0;
        }
    }

    public void ExitReentrantSection(Guid id)
    {
        lock (_gate)
        {
            if (_sections.GetValueOrDefault(id) is var count and > 1)
            {
                _sections[id] = count - 1;
            }
            else
            {
                _sections.Remove(id);
            }
        }
    }

    /// <summary>
    /// Starts what may start: one call per turn, the oldest that may. Nobody is forgotten: every arrival and every end of a call queues a turn, and a
    /// turn that leaves others behind queues the next.
    /// </summary>
    private void Turn()
    {
        GrainCall? call;
        bool deactivate;
        lock (_gate)
        {
            _turnQueued = false;
            deactivate = TryBeginDeactivation();
            call = deactivate ? null : TakeNext();
            if (call is not null)
            {
                _running++;
                if (_blocking is null && !call.AlwaysInterleave)
                {
                    _blocking = call;
                }

                if (_waiting.Count > _blockedBefore)
                {
                    QueueTurn();
                }
            }
        }

        if (deactivate)
        {
            _ = DeactivateAsync();
        }
        else if (call is not null)
        {
            _ = RunAsync(call);
        }
    }

    private GrainCall? TakeNext()
    {
        if (_activating)
        {
            return null;
        }

        var i = _blockedBefore;
        while (i < _waiting.Count)
        {
            var call = _waiting[i];
            if (call.IsOver)
            {
                // Nobody waits for it any more: timed out, or its caller was told otherwise.
                RemoveWaiting(i);
                continue;
            }

            if (_state != ActivationState.Valid && !(call.LocalOnly && _state == ActivationState.Deactivating))
            {
                return null;
            }

            if (MayStart(call))
            {
                RemoveWaiting(i);
                _blockedBefore = i;
                return call;
            }

            i++;
            _blockedBefore = i;
        }

        return null;
    }

    private void RemoveWaiting(int index)
    {
        _waiting.RemoveAt(index);
        if (index < _blockedBefore)
        {
            _blockedBefore--;
        }
    }

    private bool MayStart(GrainCall call)
    {
        if (_running == 0 || call.AlwaysInterleave || _blocking is null || (_blocking.ReadOnly && call.ReadOnly))
        {
            return true;
        }

        if (_sections.Count > 0 && call.ReentrancyId is { } chain && _sections.ContainsKey(chain))
        {
            return true;
        }

        try
        {
            return Class.MayInterleave is { } may && (may(GrainInstance!, call) || may(GrainInstance!, _blocking));
        }
        catch (Exception error)
        {
            ActivationLog.PredicateFailed(Log, this, error);
            return false;
        }
    }

    private async Task RunAsync(GrainCall call)
    {
        RequestContext.Current = call.Context;
        try
        {
            call.BindToken(this);
            if (Silo.IncomingFilters.Length > 0 || Class.IsIncomingFilter)
            {
                await new IncomingCall(this, call).Invoke();
            }
            else
            {
                await call.InvokeAsync(GrainInstance!);
            }
        }
        catch (Exception error)
        {
            call.Error = error;
            OnFailed(call, error);
        }

        // First free, then the answer: whoever has the answer finds the activation free, and its clock of idleness set.
        OnFinished(call);
        call.Respond(Silo);
    }

    private void OnFailed(GrainCall call, Exception error)
    {
        if (call.OneWay)
        {
            ActivationLog.OneWayFailed(Log, call.MethodName, this, error);
        }

        if (error is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            // The copy in memory is stale; the next call starts from what is stored. The exception ends no other activation on its way to the caller.
            conflict.IsSourceActivation = false;
            ActivationLog.Inconsistent(Log, this, error);
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, error, "A state of the grain was written by somebody else."));
        }
    }

    private void OnFinished(GrainCall call)
    {
        lock (_gate)
        {
            _running--;
            if (call.KeepAlive)
            {
                LastActive = Silo.Time.GetTimestamp();
            }

            if (_blocking is null || ReferenceEquals(_blocking, call))
            {
                _blocking = null;
            }

            _blockedBefore = 0;
            if (_waiting.Count > 0 || _deactivate is not null)
            {
                QueueTurn();
            }
        }
    }
}
