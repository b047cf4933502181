using System.Collections.Immutable;
using Granary.Executors.Handlers;
using Granary.Executors.Payloads;

namespace Granary.Executors.Pools;

/// <summary>
/// The shell around a <see cref="PoolController"/>: holds the lock for each command, performs the effects outside of it, keeps the one timer that a
/// waiter's time-out needs.
/// </summary>
internal sealed partial class ExecutorPool : IExecutorPool
{
    private readonly Lock _gate = new();
    private readonly ExecutorPoolSettings _settings;
    private readonly TimeProvider _time;
    private readonly ExecutorInstruments _instruments;
    private readonly HandlerTable _handlers;
    private readonly PoolController _controller;
    private readonly ILaneRunner _lanes;
    private readonly ITimer _expiry;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<Task<ExecutorStopReport>> _stop;
    private long? _armedFor;
    private bool _stopping;

    public ExecutorPool(ExecutorPoolSettings settings, HandlerTable handlers, TimeProvider time, ExecutorInstruments instruments)
    {
        _handlers = handlers;
        _settings = settings;
        _time = time;
        _instruments = instruments;
        _controller = new PoolController(settings, time.TimestampFrequency);
        _lanes = settings.Kind == ExecutorKind.Thread
            ? new ThreadLaneRunner(settings.Name, settings.Lanes, Run)
            : new InlineLaneRunner(Run);
        _expiry = time.CreateTimer(static pool => ((ExecutorPool)pool!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stop = new Lazy<Task<ExecutorStopReport>>(StopOnceAsync);
    }

    public string Name => _settings.Name;

    public ExecutorKind Kind => _settings.Kind;

    internal async ValueTask<ExecutorOutcome<T>> RunWorkAsync<T>(Func<CancellationToken, T> work, string? affinity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (cancellationToken.IsCancellationRequested)
        {
            return new ExecutorOutcome<T>(
                ExecutorStatus.Cancelled, default, new ExecutorFailure(ExecutorFailureCodes.Cancelled, Message(ExecutorFailureCodes.Cancelled)));
        }

        var task = new ExecutorTaskOf<T>(work) { KeyedLane = string.IsNullOrEmpty(affinity) ? -1 : StableLane.Of(affinity, _settings.Lanes) };
        Apply(task, static (pool, task, now, effects) => pool._controller.Submit(task!, now, effects));

        // Registered after the submit: a token that is cancelled meanwhile then finds a task that can be given up.
        await using var registration = cancellationToken.UnsafeRegister(_ => Cancel(task), null);
        return await task.Outcome;
    }

    public ExecutorCapabilities Capabilities => ExecutorCapabilities.Of(Kind);

    public ImmutableArray<ExecutorHandlerInfo>? Handlers => _handlers.All;

    public ValueTask<ExecutorOutcome<ExecutorPayload>> RunAsync(ExecutorCall call, ExecutorPayload argument, CancellationToken cancellationToken) =>
        RunAsync<ExecutorPayload, ExecutorPayload>(call, argument, cancellationToken);

    public async ValueTask<ExecutorOutcome<TOut>> RunAsync<TIn, TOut>(ExecutorCall call, TIn argument, CancellationToken cancellationToken)
    {
        if (_handlers.Find(call.Handler) is not { } handler)
        {
            return new ExecutorOutcome<TOut>(
                ExecutorStatus.Failed, default, new ExecutorFailure(ExecutorFailureCodes.UnknownHandler, HandlerTable.Unknown(call.Handler, _handlers.All)));
        }

        return await RunWorkAsync(
            cancelled =>
            {
                call.Started?.Invoke();
                object? input = argument;
                if (handler.Input != typeof(TIn))
                {
                    input = handler.Read(PayloadCodec.Write(argument, PayloadRole.Argument, _settings.Options.MaxPayload));
                }

                var output = handler.InvokeAsync(input, new LocalContext(call, Name, cancelled)).AsTask().GetAwaiter().GetResult();
                return handler.Output == typeof(TOut)
                    ? (TOut)output!
                    : PayloadCodec.Read<TOut>(handler.Write(output, _settings.Options.MaxPayload), PayloadRole.Result)!;
            },
            call.Affinity,
            cancellationToken);
    }

    public Task WhenReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void PauseLane(int lane, string reason) => throw new NotSupportedException();

    public void ResumeLane(int lane) => throw new NotSupportedException();

    public Task<bool> ReloadAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public IReadOnlyList<string> Change(ExecutorPoolOptions options) => [];

    public ExecutorPoolSnapshot Snapshot()
    {
        lock (_gate)
        {
            return _controller.Snapshot();
        }
    }

    /// <summary>
    /// Refuses new tasks and waiters, lets those with a place finish within the stop timeout, then gives them up and waits for their lanes up to the
    /// grace. Work that ignores its cancellation even then is abandoned to its background thread. Idempotent.
    /// </summary>
    public Task<ExecutorStopReport> StopAsync() => _stop.Value;

    private void Cancel(ExecutorTask task) => Apply(task, static (pool, task, now, effects) => pool._controller.Cancel(task!, now, effects));

    // The timer has fired, perhaps a little early: whatever is due next needs it armed anew.
    private void Expire() => Apply(null, static (pool, _, now, effects) =>
    {
        pool._armedFor = null;
        pool._controller.Expire(now, effects);
    });

    private void Run(ExecutorTask task)
    {
        if (task.Execute())
        {
            Apply(task, static (pool, task, now, effects) => pool._controller.Finish(task!, succeeded: true, now, effects));
        }
        else
        {
            Apply(task, static (pool, task, now, effects) => pool._controller.Finish(task!, succeeded: false, now, effects));
        }
    }

    private void Apply(ExecutorTask? task, Action<ExecutorPool, ExecutorTask?, long, List<PoolEffect>> command)
    {
        var effects = new List<PoolEffect>();
        long now;
        lock (_gate)
        {
            now = _time.GetTimestamp();
            command(this, task, now, effects);
            ArmExpiry(now);
            if (_stopping && _controller.IsIdle)
            {
                _idle.TrySetResult();
            }
        }

        foreach (var effect in effects)
        {
            Perform(effect, now);
        }
    }

    private void Perform(PoolEffect effect, long now)
    {
        var task = (ExecutorTask)effect.Task;
        switch (effect.Kind)
        {
            case PoolEffectKind.Start:
                _instruments.Started(Name, _time.GetElapsedTime(task.SubmittedAt, now), task.WaitsUntil is not null);
                _lanes.Start(task);
                break;
            case PoolEffectKind.Interrupt:
                task.Interrupt();
                break;
            default:
                TimeSpan? ran = task.StartedAt is { } started ? _time.GetElapsedTime(started, now) : null;
                _instruments.Ended(Name, effect.Status, effect.Code, ran, task.HadPlace, task.WaitsUntil is not null);
                task.Settle(effect.Status, effect.Code, Message(effect.Code));
                break;
        }
    }

    private string Message(string? code) => code switch
    {
        ExecutorFailureCodes.Overloaded when _settings.Overflow == ExecutorOverflow.Timed =>
            $"The executor pool '{Name}' is full (MaxPending {_settings.Options.MaxPending}, MaxWaiters {_settings.Options.MaxWaiters}, OverflowTimeout {_settings.Options.OverflowTimeout}).",
        ExecutorFailureCodes.Overloaded =>
            $"The executor pool '{Name}' is full (MaxPending {_settings.Options.MaxPending}, MaxWaiters {_settings.Options.MaxWaiters}).",
        ExecutorFailureCodes.Stopped => $"The executor pool '{Name}' stops.",
        ExecutorFailureCodes.Cancelled => $"The task was cancelled by its caller in the executor pool '{Name}'.",
        ExecutorFailureCodes.Failed => $"The task failed in the executor pool '{Name}': ",
        _ => string.Empty,
    };

    // Waiters have one and the same time to wait, so the first in line is always the next to run out.
    private void ArmExpiry(long now)
    {
        var next = _controller.NextTimeout;
        if (next == _armedFor)
        {
            return;
        }

        _armedFor = next;

        // Timers count whole milliseconds: rounded down they would fire early, again and again until the instant is there.
        var wait = next is { } due
            ? TimeSpan.FromMilliseconds(Math.Ceiling(_time.GetElapsedTime(Math.Min(now, due), due).TotalMilliseconds))
            : Timeout.InfiniteTimeSpan;
        _expiry.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private async Task<ExecutorStopReport> StopOnceAsync()
    {
        Apply(null, static (pool, _, _, effects) =>
        {
            pool._stopping = true;
            pool._controller.Stop(effects);
        });
        var cancelled = 0;
        if (!await IsIdleWithinAsync(_settings.Options.StopTimeout))
        {
            Apply(null, (pool, _, now, effects) => cancelled = pool._controller.GiveUpAll(now, effects));
            await IsIdleWithinAsync(_settings.Options.Grace);
        }

        _lanes.Stop();
        await _expiry.DisposeAsync();
        lock (_gate)
        {
            return new ExecutorStopReport(cancelled, _controller.Stopping);
        }
    }

    private async Task<bool> IsIdleWithinAsync(TimeSpan bound)
    {
        try
        {
            await _idle.Task.WaitAsync(bound, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
