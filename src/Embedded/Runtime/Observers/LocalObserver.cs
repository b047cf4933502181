namespace Granary.Embedded.Runtime;

/// <summary>An object that grains may call: one call at a time, in the order they arrive.</summary>
internal sealed class LocalObserver(IGrainObserver observer, CallOrigin origin) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<GrainCall> _waiting = new();
    private readonly WeakReference<IGrainObserver> _weak = new(observer);
    private readonly IGrainObserver? _strong = origin.Executor.OneTurnAtATime ? observer : null;
    private bool _running;

    /// <summary>False: the object is gone.</summary>
    public bool Receive(GrainCall call)
    {
        if (_strong is null && !_weak.TryGetTarget(out _))
        {
            return false;
        }

        lock (_gate)
        {
            _waiting.Enqueue(call);
            if (_running)
            {
                return true;
            }

            _running = true;
        }

        origin.Executor.Post(this);
        return true;
    }

    public void Execute() => _ = RunAllAsync();

    private async Task RunAllAsync()
    {
        while (true)
        {
            GrainCall? call;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out call))
                {
                    _running = false;
                    return;
                }
            }

            await RunAsync(call);
        }
    }

    private async Task RunAsync(GrainCall call)
    {
        var target = _strong;
        if (call.IsOver || (target is null && !_weak.TryGetTarget(out target)))
        {
            return;
        }

        RequestContext.Current = call.Context;
        try
        {
            await call.InvokeAsync(target);
        }
        catch (Exception error)
        {
            call.Error = error;
            if (call.OneWay)
            {
                CallLog.ObserverFailed(origin.Log, call, error);
            }
        }

        call.Respond(origin);
    }
}
