using System.Collections.Immutable;
using System.Diagnostics;
using Granary.Abstractions.Executors;
using Granary.Executors.Handlers;
using Granary.Executors.Payloads;
using Granary.Executors.Protocol;

namespace Granary.Executors.Pools;

/// <summary>
/// The shell around a <see cref="PoolController"/>: holds the lock for each command, performs the effects outside of it, keeps the one timer. A task's way:
/// its argument is written on its caller's thread; the controller gives it a place and a lane; the runner carries it out and reports; the controller
/// accepts the end, and the caller is told.
/// </summary>
internal sealed partial class ExecutorPool : IExecutorPool, IPoolShell
{
    private static readonly ActivitySource Source = new("Granary.Executors");
    private const int FailuresSaidPerSecond = 10;
    private readonly Lock _gate = new();
    private readonly PoolParts _parts;
    private readonly PoolController _controller;
    private readonly ILaneRunner _runner;
    private readonly ITimer _timer;
    private readonly long _made;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ExecutorPoolSettings _settings;
    private TimeSpan? _armedFor;
    private TaskCompletionSource<bool>? _reload;

    public ExecutorPool(ExecutorPoolSettings settings, PoolParts parts)
    {
        _settings = settings;
        _parts = parts;
        _made = parts.Time.GetTimestamp();
        _failuresSaid = new RateLimit(FailuresSaidPerSecond, parts.Time);
        _controller = new PoolController(settings);
        _runner = parts.MakeRunner(this);
        _timer = parts.Time.CreateTimer(static pool => ((ExecutorPool)pool!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _workerHandlers = settings.Kind is ExecutorKind.Process or ExecutorKind.Remote ? null : parts.Handlers.Value.All;
        _workerHandlersByName = ByName(_workerHandlers ?? []);
        if (settings.Kind != ExecutorKind.Process)
        {
            _ready.SetResult();
        }
    }

    public string Name => _settings.Name;

    public ExecutorKind Kind => _settings.Kind;

    public ExecutorPoolSettings Settings => _settings;

    public ExecutorCapabilities Capabilities => ExecutorCapabilities.Of(Kind);

    private TimeSpan Now => _parts.Time.GetElapsedTime(_made);

    /// <summary>Starts the workers that are kept without work.</summary>
    public void Begin() => Apply(static (pool, now, effects) => pool._controller.Begin(now, effects));

    public ValueTask<ExecutorOutcome<ExecutorPayload>> RunAsync(ExecutorCall call, ExecutorPayload argument, CancellationToken cancellationToken) =>
        RunAsync<ExecutorPayload, ExecutorPayload>(call, argument, cancellationToken);

    public async ValueTask<ExecutorOutcome<TOut>> RunAsync<TIn, TOut>(ExecutorCall call, TIn argument, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (cancellationToken.IsCancellationRequested)
        {
            var cancelled = new PoolEffect(PoolEffectKind.Settle, Code: TaskFailureCodes.Cancelled);
            return new ExecutorOutcome<TOut>(ExecutorStatus.Cancelled, default, PoolMessages.Of(_settings, cancelled, call.Handler, null, null));
        }

        var settings = _settings;
        var handler = Kind is ExecutorKind.Inline or ExecutorKind.Thread ? _parts.Handlers.Value.Find(call.Handler) : null;
        var lanes = _controller.KeyedLanes;
        var task = new TypedTask<TIn, TOut>(call, argument, handler, settings)
        {
            KeyedLane = string.IsNullOrEmpty(call.Affinity) || lanes == 0 ? -1 : StableLane.Of(call.Affinity, lanes),
            Priority = call.Priority,
            TimeLeft = call.TimeLeft,
            RunLimit = call.TaskTimeout,
            IsIdempotent = IsIdempotent,
            Span = Source.StartActivity("executor.task", ActivityKind.Internal)?.SetTag("executor", Name).SetTag("handler", call.Handler),
        };
        if (Refuse(task) is { } refusal)
        {
            task.Result = refusal;
            Apply(task, static (pool, task, now, effects) => pool._controller.SubmitFailed(task, task.Result!.Code!, now, effects));
        }
        else
        {
            Apply(task, static (pool, task, now, effects) => pool._controller.Submit(task, now, effects));
        }

        // Registered after the submit: a token that is cancelled meanwhile then finds a task that can be given up.
        await using var registration = cancellationToken.UnsafeRegister(_ => Apply(task, static (pool, task, now, effects) => pool._controller.Cancel(task, now, effects)), null);
        return await task.Outcome;
    }

    public ExecutorPoolSnapshot Snapshot()
    {
        lock (_gate)
        {
            return _controller.Snapshot(Now, _runner.ProcessIdOf);
        }
    }

    public async Task WhenReadyAsync(CancellationToken cancellationToken) => await _ready.Task.WaitAsync(cancellationToken);

    public void PauseLane(int lane, string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        CheckLane(lane);
        Apply((pool, now, effects) => pool._controller.Pause(lane, reason, now, effects));
    }

    public void ResumeLane(int lane)
    {
        CheckLane(lane);
        Apply((pool, now, effects) => pool._controller.Pause(lane, null, now, effects));
    }

    public async Task<bool> ReloadAsync(CancellationToken cancellationToken)
    {
        if (Kind != ExecutorKind.Process)
        {
            return true;
        }

        TaskCompletionSource<bool>? reload = null;
        Apply((pool, now, effects) =>
        {
            reload = pool._reload ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            pool._controller.Reload(now, effects);
        });
        return await reload!.Task.WaitAsync(cancellationToken);
    }

    public IReadOnlyList<string> Change(ExecutorPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = string.Join(' ', ExecutorPoolOptionsCheck.Errors(Name, options));
        if (errors.Length > 0)
        {
            throw new ArgumentException(errors, nameof(options));
        }

        var fixedOnes = ExecutorPoolChange.NeedsRestart(_settings.Options, options);
        if (fixedOnes.Count == 0)
        {
            Apply((pool, now, effects) =>
            {
                pool._settings = pool._settings with { Options = options, Overflow = ExecutorOverflows.ByName[options.Overflow] };
                pool._controller.Change(pool._settings, now, effects);
            });
        }

        return fixedOnes;
    }

    /// <summary>Why a task cannot be carried out at all; null if it can be handed in.</summary>
    private TaskResult? Refuse<TIn, TOut>(TypedTask<TIn, TOut> task)
    {
        if (_workerHandlers is not null && !_workerHandlersByName.ContainsKey(task.Call.Handler))
        {
            return new TaskResult { Code = TaskFailureCodes.UnknownHandler, Message = HandlerTable.Unknown(task.Call.Handler, _workerHandlers.Value) };
        }

        try
        {
            task.WriteArgument();
            return null;
        }
        catch (PayloadException error)
        {
            return TaskResult.From(error);
        }
    }

    private void CheckLane(int lane)
    {
        if (lane < 0 || lane >= _settings.Lanes)
        {
            throw new ArgumentOutOfRangeException(nameof(lane), lane, $"The executor pool '{Name}' has the lanes 0 to {_settings.Lanes - 1}.");
        }
    }

    private void Tick() => Apply(static (pool, now, effects) =>
    {
        pool._armedFor = null;
        pool._controller.Tick(now, effects);
    });

    private void Apply(Action<ExecutorPool, TimeSpan, List<PoolEffect>> command) =>
        Apply(command, static (pool, command, now, effects) => command(pool, now, effects));

    private void Apply<TState>(TState state, Action<ExecutorPool, TState, TimeSpan, List<PoolEffect>> command)
    {
        var effects = new List<PoolEffect>();
        TimeSpan now;
        ExecutorPoolState before;
        ExecutorPoolState after;
        string? error;
        lock (_gate)
        {
            before = _controller.State;
            now = Now;
            command(this, state, now, effects);
            Arm(now);
            SignalStop();
            after = _controller.State;
            error = _controller.LastStartError;
        }

        foreach (var effect in effects)
        {
            Perform(effect, now, error);
        }

        if (before != after)
        {
            StateChanged(after, error);
        }
    }

    private void Perform(PoolEffect effect, TimeSpan now, string? lastStartError)
    {
        switch (effect.Kind)
        {
            case PoolEffectKind.Start:
                var starting = (ExecutorTask)effect.Task!;
                if (starting.Runs == 1)
                {
                    _parts.Instruments.Started(Name, now - starting.SubmittedAt, starting.Waited);
                }

                _runner.Start(starting, effect.Worker!);
                break;
            case PoolEffectKind.Settle:
                Settle((ExecutorTask)effect.Task!, effect, now, lastStartError);
                break;
            case PoolEffectKind.Interrupt:
                _runner.Interrupt((ExecutorTask)effect.Task!, effect.Code!);
                break;
            case PoolEffectKind.Abandon:
                _runner.Abandon((ExecutorTask)effect.Task!);
                break;
            case PoolEffectKind.StartWorker:
                _runner.StartWorker(effect.Worker!);
                break;
            case PoolEffectKind.EndWorker:
                _runner.EndWorker(effect.Worker!);
                break;
            case PoolEffectKind.KillWorker:
                _runner.KillWorker(effect.Worker!);
                break;
            default:
                Interlocked.Exchange(ref _reload, null)?.TrySetResult(effect.Succeeded);
                break;
        }
    }

    private void Settle(ExecutorTask task, PoolEffect effect, TimeSpan now, string? lastStartError)
    {
        TimeSpan? ran = task.StartedAt is { } started ? now - started : null;
        _parts.Instruments.Ended(Name, effect.Status, effect.Code, ran, task.HadPlace, task.Waited);
        var failure = effect.Code is null ? null : PoolMessages.Of(_settings, effect, task.Call.Handler, task.Result, lastStartError);
        if (task.Span is { } span)
        {
            span.SetStatus(failure is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error, failure?.Code);
            span.Dispose();
        }

        if (failure is { Code: TaskFailureCodes.Failed })
        {
            LogFailed(task.Call.Handler, failure);
        }

        task.Settle(effect.Status, failure);
    }

    // An alarm that comes too early only looks and is armed anew, so one that is armed already is moved only to come earlier.
    private void Arm(TimeSpan now)
    {
        if (_controller.NextDue is not { } next || _armedFor <= next)
        {
            return;
        }

        // Timers count whole milliseconds: rounded down they would fire early, again and again until the instant is there.
        _armedFor = next;
        var wait = next > now ? TimeSpan.FromMilliseconds(Math.Ceiling((next - now).TotalMilliseconds)) : TimeSpan.Zero;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
