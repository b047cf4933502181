using Granary.Abstractions.Artifacts;
using Granary.Api.Health;
using Granary.Journal;
using Granary.Journal.Requests;

using Microsoft.Extensions.DependencyInjection;

namespace Granary.Api.Recovery;

/// <content>Writing what the core decided, and running what it begins.</content>
internal sealed partial class RequestJournal
{
    /// <summary>Sleeps until something changes or the core's next instant; nothing is polled but the readiness of a start with work to do.</summary>
    private async Task ReplayAsync()
    {
        try
        {
            await UntilReadyAsync();
            lock (_gate)
            {
                _core.Open(_time.GetUtcNow());
            }

            while (!_stopping.IsCancellationRequested)
            {
                TimeSpan sleep;
                Task changed;
                lock (_gate)
                {
                    var now = _time.GetUtcNow();
                    Decided(_core.Tick(now));
                    sleep = _core.NextWake(now) is { } wake ? wake - now : Timeout.InfiniteTimeSpan;
                    changed = _changed.Task;
                }

                Drain();
                await SleepAsync(changed, sleep);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The process is stopping.
        }
        catch (Exception error)
        {
            LogReplayEnded(error);
        }
    }

    /// <summary>Takes over what dead processes left, where logs are shared.</summary>
    private async Task AdoptAsync(RequestLogs logs)
    {
        try
        {
            // Whoever was taken for dead himself touches nothing more; liveness says so.
            while (!logs.HasLost)
            {
                await Task.Delay(LookForAbandoned, _time, _stopping.Token);
                await logs.AdoptAsync(
                    entries => Apply(core => [.. entries.SelectMany(entry => core.Load(entry, _time.GetUtcNow()))]), _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The process is stopping.
        }
        catch (Exception error)
        {
            LogAdoptionEnded(error);
        }
    }

    private async Task SleepAsync(Task changed, TimeSpan sleep)
    {
        if (sleep != Timeout.InfiniteTimeSpan)
        {
            sleep = sleep > LongestSleep ? LongestSleep : sleep < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : sleep;
        }

        try
        {
            await changed.WaitAsync(sleep, _time, _stopping.Token);
        }
        catch (TimeoutException)
        {
            // It is time.
        }
    }

    private async Task UntilReadyAsync()
    {
        var checks = _services.GetServices<IReadinessCheck>().ToList();
        while (Snapshot() is { } found && found.Waiting + found.Later > 0)
        {
            var results = await Task.WhenAll(checks.Select(check => check.CheckAsync(_stopping.Token).AsTask()));
            if (results.All(static result => result.Status == "ok"))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _time, _stopping.Token);
        }
    }

    private async Task PerformAsync(RecoveryEffect effect)
    {
        if (_logs is not { } logs)
        {
            return;
        }

        var log = logs.Of(effect.Header.Id);
        var stored = new StoredRequest(effect.Header, effect.Progress);
        if (effect.Kind == RecoveryEffectKind.Begin)
        {
            await BeginAttemptAsync(log, stored);
            return;
        }

        Count(effect);
        var artifact = effect is { Kind: RecoveryEffectKind.Forget, Progress.Answer: AnswerPlace.Artifact }
            ? (await AnswerAsync(effect.Header.Id, CancellationToken.None))?.Artifact
            : null;
        while (!await TryWriteAsync(log, effect.Kind, stored))
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(RetryWrite, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (effect.Kind == RecoveryEffectKind.Forget)
        {
            await logs.ForgottenAsync(effect.Header.Id);
        }

        if (artifact is not null && _services.GetService<IArtifactStore>() is { } artifacts)
        {
            await artifacts.DeleteAsync(artifact, CancellationToken.None);
        }
    }

    private async Task<bool> TryWriteAsync(RequestLog log, RecoveryEffectKind kind, StoredRequest stored)
    {
        try
        {
            await (kind switch
            {
                RecoveryEffectKind.Store => log.WriteAsync(stored),
                RecoveryEffectKind.Finish => log.FinishAsync(stored),
                _ => log.ForgetAsync(stored.Header.Id),
            });
            return true;
        }
        catch (JournalException error) when (error.Code is JournalErrorCodes.Closed)
        {
            // The process is stopping; the next one finds the entry as it was before.
            return true;
        }
        catch (JournalException error)
        {
            LogNotWritten(error, stored.Header.Id);
            return false;
        }
    }

    /// <summary>The attempt is durable before it runs; if it cannot be written it does not run and is not counted.</summary>
    private async Task BeginAttemptAsync(RequestLog log, StoredRequest entry)
    {
        try
        {
            await log.WriteAsync(entry);
        }
        catch (JournalException error)
        {
            LogNotWritten(error, entry.Header.Id);
            Apply(core => core.EndAttempt(entry.Header.Id, AttemptOutcome.Deferred(_time.GetUtcNow() + RetryWrite), _time.GetUtcNow()));
            return;
        }

        LogAttempt(entry.Header.Id, entry.Header.Route, entry.Progress.Attempt);
        var attempt = Task.Run(() => RunAttemptAsync(entry), CancellationToken.None);
        _attempts[entry.Header.Id] = attempt;
        _ = attempt.ContinueWith(
            done => _attempts.TryRemove(new(entry.Header.Id, done)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task RunAttemptAsync(StoredRequest entry)
    {
        AttemptOutcome outcome;
        try
        {
            var runner = _services.GetRequiredService<ReplayAttempt>();
            var result = await runner.RunAsync(entry, await ContentAsync(entry.Header.Id, _stopping.Token), _stopping.Token);
            outcome = result.Outcome;
            if (result.Answer is { } answer && !await WriteAnswerAsync(entry.Header.Id, answer))
            {
                outcome = outcome with { Answer = AnswerPlace.None };
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped by us, not failed: the next start runs it with the same number.
            outcome = AttemptOutcome.Deferred(_time.GetUtcNow());
        }
        catch (Exception error)
        {
            LogAttemptBroke(error, entry.Header.Id);
            outcome = AttemptOutcome.Failed("internal");
        }

        _instruments.AttemptEnded(outcome.Kind);
        LogAttemptEnded(entry.Header.Id, entry.Progress.Attempt, RecoveryInstruments.Name(outcome.Kind), outcome.Status, outcome.Reason);
        Apply(core => core.EndAttempt(entry.Header.Id, outcome, _time.GetUtcNow()));
    }

    private void Count(RecoveryEffect effect)
    {
        if (effect is { Kind: RecoveryEffectKind.Finish, Progress: { State: RequestState.Dropped, Reason: { } reason } })
        {
            _instruments.Dropped(reason);
            LogDropped(effect.Header.Id, effect.Header.Route, reason);
        }
        else if (effect is { Kind: RecoveryEffectKind.Store, Progress: { State: RequestState.DeadLetter, Reason: { } why } })
        {
            LogDeadLetter(effect.Header.Id, effect.Header.Route, effect.Progress.Attempt, why);
        }
        else if (effect is { Kind: RecoveryEffectKind.Forget, Progress.State: RequestState.DeadLetter })
        {
            _instruments.Dropped("dead_letter_lost");
        }
    }
}
