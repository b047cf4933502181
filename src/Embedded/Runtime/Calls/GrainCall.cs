using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>
/// One call: request and, later, its outcome. Its life: 1. made by a reference; 2. sent by its origin, which keeps it until it is over; 3. run by an
/// activation, which leaves the outcome here; 4. the outcome goes back and completes the caller's task, unless it was over before: timed out,
/// cancelled, or its silo gone.
/// </summary>
#pragma warning disable CA1001 // The cancellation source has no timer and no handle: nothing to dispose.
internal abstract class GrainCall : IInvokable
#pragma warning restore CA1001
{
    private int _over;
    private bool _hasCallerToken;
    private CancellationToken _callerToken;
    private CancellationTokenRegistration _registration;
    private CancellationTokenSource? _targetToken;

    /// <summary>The activation that runs it, once one does.</summary>
    private Activation? _runsOn;

    protected GrainCall(GrainMethod method, object?[] arguments)
    {
        Method = method;
        Arguments = arguments;
    }

    public GrainMethod Method { get; }

    public object?[] Arguments { get; }

    /// <summary>Set when it is sent.</summary>
    public CallOrigin Origin { get; set; } = null!;

    /// <summary>The silo or client it was sent to.</summary>
    public CallOrigin? Destination { get; set; }

    public GrainId TargetId { get; init; }

    /// <summary>The class of the grain; null for observers.</summary>
    public GrainClass? TargetClass { get; init; }

    public Activation? Source { get; set; }

    public Dictionary<string, object>? Context { get; set; }

    public int Forwards { get; set; }

    public Exception? Error { get; set; }

    public virtual bool OneWay => Method.OneWay;

    public bool ReadOnly => Method.ReadOnly;

    public virtual bool AlwaysInterleave => Method.AlwaysInterleave;

    /// <summary>For this activation only: a timer tick.</summary>
    public virtual bool LocalOnly => false;

    public virtual bool KeepAlive => true;

    public Guid? ReentrancyId => Context is { } context && context.TryGetValue(RequestContext.CallChainReentrancyKey, out var id) ? id as Guid? : null;

    /// <summary>Nobody waits for its outcome.</summary>
    public bool IsOver => Volatile.Read(ref _over) != 0;

    public abstract object? UntypedResult { get; set; }

    public string MethodName => Method.Name;

    // Places in the list of calls that wait for an answer; under the lock of that list.
    public GrainCall? Previous { get; set; }

    public GrainCall? Next { get; set; }

    public TimeoutLane? Lane { get; set; }

    public long Deadline { get; set; }

    private object? Target { get; set; }

    /// <summary>The caller's token.</summary>
    protected CancellationToken CallerToken =>
        Method.TokenIndex >= 0 && Arguments[Method.TokenIndex] is CancellationToken token ? token : CancellationToken.None;

    /// <summary>Runs the method on the grain; leaves the result here, throws what it throws.</summary>
    public ValueTask InvokeAsync(object target)
    {
        Target = target;
        return InvokeCoreAsync(target);
    }

    /// <summary>Gives the method a token of its own, cancelled in a turn of the grain when the caller's is.</summary>
    public void BindToken(Activation target)
    {
        if (!_hasCallerToken)
        {
            return;
        }

        _targetToken = new CancellationTokenSource();
        Arguments[Method.TokenIndex] = _targetToken.Token;
        Volatile.Write(ref _runsOn, target);

        // Either this sees that the caller is gone, or the cancellation that arrives sees who runs the call: each writes before it reads.
        Interlocked.MemoryBarrier();
        if (IsOver)
        {
            CancelAtTarget();
        }
    }

    /// <summary>Within a turn of the grain.</summary>
    public void CancelAtTarget()
    {
        try
        {
            _targetToken?.Cancel();
        }
        catch (AggregateException error)
        {
            ActivationLog.CancellationFailed(_runsOn!.Silo.Log, _runsOn, error);
        }
    }

    /// <summary>The outcome is here: sends it back. Called on the silo that ran it.</summary>
    public void Respond(CallOrigin from)
    {
        if (!OneWay)
        {
            from.Cluster.Transport.Respond(from, Origin, this);
        }
    }

    /// <summary>Completes the caller with the outcome. Called on the origin.</summary>
    public void Complete()
    {
        if (TryEnd())
        {
            CompleteCaller(Error);
        }
    }

    /// <summary>Completes the caller with an error that is not the method's.</summary>
    public void Fail(Exception error)
    {
        if (TryEnd())
        {
            CompleteCaller(error);
        }
    }

    public void Expire(TimeSpan timeout) => Fail(new TimeoutException($"Response did not arrive on time in {timeout} for message: {this}."));

    /// <summary>A one-way call takes no token along: nobody waits, so nobody cancels.</summary>
    public void DropToken()
    {
        if (Method.TokenIndex >= 0)
        {
            Arguments[Method.TokenIndex] = CancellationToken.None;
        }
    }

    /// <summary>From here on the caller's token ends the call at once, and tells the grain.</summary>
    public void ListenToCaller()
    {
        if (CallerToken is { CanBeCanceled: true } token)
        {
            _hasCallerToken = true;
            _callerToken = token;
            _registration = token.UnsafeRegister(static call => ((GrainCall)call!).OnCallerCancelled(), this);
            if (IsOver)
            {
                _registration.Unregister();
            }
        }
    }

    /// <summary>The caller's cancellation reached the silo of the grain.</summary>
    public void OnCancelArrived()
    {
        // Not running yet: it is over, so no activation will start it.
        if (Volatile.Read(ref _runsOn) is { } activation)
        {
            activation.RunAsTurn(CancelAtTarget);
        }
    }

    public object? GetTarget() => Target;

    public int GetArgumentCount() => Arguments.Length;

    public object? GetArgument(int index) => Arguments[index];

    public void SetArgument(int index, object value) => Arguments[index] = value;

    public string GetMethodName() => Method.Name;

    public string GetInterfaceName() => Method.InterfaceName;

    public Type GetInterfaceType() => Method.InterfaceType;

    public MethodInfo GetMethod() => Method.Info;

    public TimeSpan? GetDefaultResponseTimeout() => Method.Timeout;

    public override string ToString() => $"{Method.InterfaceName}.{Method.Name} of {TargetId}" + (Source is null ? "" : $" from {Source.GrainId}");

    protected abstract ValueTask InvokeCoreAsync(object target);

    /// <summary>Once, by whoever ended it.</summary>
    protected abstract void CompleteCaller(Exception? error);

    private bool TryEnd()
    {
        if (Interlocked.Exchange(ref _over, 1) != 0)
        {
            return false;
        }

        Origin.Outstanding.Remove(this);
        _registration.Unregister();
        return true;
    }

    private void OnCallerCancelled()
    {
        if (TryEnd())
        {
            CompleteCaller(new OperationCanceledException(_callerToken));
            if (Destination is { } destination)
            {
                Origin.Cluster.Transport.Cancel(Origin, destination, this);
            }
        }
    }
}
