using Microsoft.Extensions.DependencyInjection;

namespace Granary.Embedded.Runtime;

/// <summary>Activation and deactivation.</summary>
internal sealed partial class Activation
{
    private readonly CancellationTokenSource _activation;
    private AsyncServiceScope? _scope;
    private DeactivationReason _reason;

    /// <summary>The state it had when it was asked to end; null before.</summary>
    private ActivationState? _deactivate;

    /// <summary>From the first moment, so that an end asked for before the start waits for it; set again while it ends.</summary>
    private bool _activating = true;

    private CancellationToken _deactivationToken;
    private long? _keepAliveUntil;

    public ActivationState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Starts the activation; once.</summary>
    public void Start() => _scheduler.Enqueue(() => _ = ActivateAsync());

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_state is ActivationState.Deactivating or ActivationState.Invalid)
            {
                return;
            }

            _reason = deactivationReason;
            _deactivate = _state;
            _deactivationToken = cancellationToken;
            _state = ActivationState.Deactivating;
            QueueTurn();
        }

        _activation.Cancel();
    }

    /// <summary>Ends it if it has been idle for its age; the time that is left otherwise (infinite: never collected).</summary>
    public TimeSpan CollectIfIdle()
    {
        var age = Class.CollectionAge ?? Silo.Cluster.Options.CollectionAge;
        lock (_gate)
        {
            if (age == TimeSpan.MaxValue || _state is ActivationState.Deactivating or ActivationState.Invalid)
            {
                return Timeout.InfiniteTimeSpan;
            }

            if (_keepAliveUntil == long.MaxValue)
            {
                return Timeout.InfiniteTimeSpan;
            }

            var now = Silo.Time.GetTimestamp();
            var kept = _keepAliveUntil is { } until ? Silo.Time.GetElapsedTime(now, until) : TimeSpan.Zero;
            if (_running > 0 || _waiting.Count > 0 || _activating)
            {
                return age;
            }

            var left = age - Silo.Time.GetElapsedTime(LastActive, now);
            left = left > kept ? left : kept;
            if (left > TimeSpan.Zero)
            {
                return left;
            }
        }

        Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "The activation was idle."));
        return Timeout.InfiniteTimeSpan;
    }

    public void DelayDeactivation(TimeSpan time)
    {
        lock (_gate)
        {
            _keepAliveUntil = time == TimeSpan.MaxValue || time == Timeout.InfiniteTimeSpan
                ? long.MaxValue
                : time <= TimeSpan.Zero
                    ? null
                    : Silo.Time.GetTimestamp() + (long)(time.TotalSeconds * Silo.Time.TimestampFrequency);
        }

        Silo.Collector.Watch();
    }

    private async Task ActivateAsync()
    {
        try
        {
            using var late = new CancellationTokenSource(Silo.Cluster.Options.ActivationTimeout, Silo.Time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _activation.Token);
            RequestContext.Current = (Dictionary<string, object>?)_firstContext;
            _scope = Silo.Services.CreateAsyncScope();
            var states = new List<IStateFacet>();
            GrainInstance = Class.Activator.Create(this, _scope.Value.ServiceProvider, states);
            lock (_gate)
            {
                if (_state == ActivationState.Creating)
                {
                    _state = ActivationState.Activating;
                }
            }

            linked.Token.ThrowIfCancellationRequested();
            foreach (var state in states)
            {
                await state.LoadAsync(linked.Token);
            }

            await ((IGrainBase)GrainInstance).OnActivateAsync(linked.Token).WaitAsync(linked.Token);
            lock (_gate)
            {
                if (_state == ActivationState.Activating)
                {
                    _state = ActivationState.Valid;
                }
                else if (_deactivate is not null)
                {
                    // Asked to end while OnActivateAsync ran to its end: it was active, so it is deactivated in full.
                    _deactivate = ActivationState.Valid;
                }
            }

            ActivationLog.Activated(Log, this);
            Silo.Trace("activated", this);
        }
        catch (Exception error)
        {
            ActivationLog.ActivationFailed(Log, this, error);
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, error, "The grain could not be activated."));
        }
        finally
        {
            lock (_gate)
            {
                _activating = false;
                LastActive = Silo.Time.GetTimestamp();
                QueueTurn();
            }
        }
    }

    /// <summary>Under the gate: true once, when it was asked to end and nothing runs any more.</summary>
    private bool TryBeginDeactivation()
    {
        if (_deactivate is null || _activating || _running > 0)
        {
            return false;
        }

        // As if a call ran: nothing else starts, and this is asked only once.
        _activating = true;
        return true;
    }

    private async Task DeactivateAsync()
    {
        DisposeTimers();
        if (_deactivate == ActivationState.Valid)
        {
            using var late = new CancellationTokenSource(Silo.Cluster.Options.DeactivationTimeout, Silo.Time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _deactivationToken);
            try
            {
                await ((IGrainBase)GrainInstance!).OnDeactivateAsync(_reason, linked.Token).WaitAsync(linked.Token);
            }
            catch (Exception error)
            {
                ActivationLog.DeactivationFailed(Log, this, error);
            }
        }

        await Streams.DisposeAsync();
        Silo.Remove(this);
        GrainCall[] waiting;
        lock (_gate)
        {
            // After it left the catalog: whoever is refused from here on finds another activation.
            _state = ActivationState.Invalid;
            waiting = [.. _waiting.Where(call => !call.LocalOnly)];
            _waiting.Clear();
        }

        ActivationLog.Deactivated(Log, this, _reason);
        Silo.Trace("deactivated", this);
        foreach (var call in waiting)
        {
            PassOn(call);
        }

        await DisposeInstanceAsync();
        _deactivated.TrySetResult();
    }

    private void PassOn(GrainCall call)
    {
        if (_reason.Exception is { } error && _deactivate != ActivationState.Valid)
        {
            call.Error = error;
            call.Respond(Silo);
        }
        else
        {
            Silo.Forward(call, _reason.Description);
        }
    }

    private async Task DisposeInstanceAsync()
    {
        try
        {
            if (GrainInstance is IAsyncDisposable async)
            {
                await async.DisposeAsync();
            }
            else if (GrainInstance is IDisposable disposable)
            {
                disposable.Dispose();
            }

            if (_scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception error)
        {
            ActivationLog.DeactivationFailed(Log, this, error);
        }
    }
}
