namespace Granary.Journal.Requests;

/// <summary>
/// Decides about recoverable requests: a command and the time go in, effects come out. The life of an entry: accepted (durable before its handler
/// runs) → its live run ends: answered and forgotten, or failed and due again after a pause → <see cref="Tick"/> begins a recovery attempt in replay
/// order, within rate, concurrency and round; the shell writes the attempt down and then runs it → completed, another try, put off, dead letter, or
/// dropped. A process that dies leaves the last written state; <see cref="Load"/> counts the attempt that was under way as failed.
/// <para>Not thread-safe. Pure: no clock, no input or output.</para>
/// </summary>
public sealed partial class RecoveryCore(RecoverySettings settings)
{
    private static readonly IReadOnlyList<RecoveryEffect> Nothing = [];

    private readonly Dictionary<string, RequestEntry> _entries = new(StringComparer.Ordinal);
    private readonly SortedSet<RequestEntry> _ready = new(ReplayOrder.Instance);
    private readonly PriorityQueue<RequestEntry, DateTimeOffset> _later = new();
    private readonly SortedSet<RequestEntry> _finished = new(AgeOrder.Instance);
    private readonly SortedSet<RequestEntry> _deadLetters = new(AgeOrder.Instance);
    private readonly ReplayThrottle _throttle = new(settings.RatePerSecond);
    private readonly ReplayRound _round = new(settings.Round, settings.RoundPause);
    private int _live;
    private int _replaying;
    private long _deadLettersLost;
    private DateTimeOffset? _replayFrom;

    /// <summary>Takes in what an earlier life of this process, or another process that died, left; nothing if it is known already.</summary>
    public IReadOnlyList<RecoveryEffect> Load(StoredRequest stored, DateTimeOffset now)
    {
        var entry = new RequestEntry(stored.Header, stored.Progress);
        if (!_entries.TryAdd(entry.Header.Id, entry))
        {
            return Nothing;
        }

        switch (stored.Progress.State)
        {
            case RequestState.Accepted:
                _ready.Add(entry);
                return Nothing;
            case RequestState.Retry or RequestState.Deferred:
                _later.Enqueue(entry, entry.NotBefore);
                return Nothing;
            case RequestState.Started:
                return [FailedAttempt(entry, "process_ended", status: null, now)];
            case RequestState.DeadLetter:
                _deadLetters.Add(entry);
                return Nothing;
            default:
                _finished.Add(entry);
                return Nothing;
        }
    }

    /// <summary>Replay may begin: the process is up and ready. Before this nothing is begun.</summary>
    public void Open(DateTimeOffset now) => _replayFrom ??= now + settings.StartDelay;

    /// <summary>A request was received; false: too many are unfinished. The shell writes it down and, if that fails, calls <see cref="Withdraw"/>.</summary>
    public bool TryAccept(RequestHeader header)
    {
        if (Unfinished >= settings.MaxUnfinished)
        {
            return false;
        }

        _entries.Add(header.Id, new RequestEntry(header, new RequestProgress(RequestState.Accepted, 0, header.ArrivedAt)) { Running = true });
        _live++;
        return true;
    }

    /// <summary>The request could not be written down and does not run.</summary>
    public void Withdraw(string id)
    {
        if (_entries.Remove(id))
        {
            _live--;
        }
    }

    /// <summary>The live run ended. An answer that its caller took leaves nothing behind.</summary>
    public IReadOnlyList<RecoveryEffect> EndLive(string id, AttemptOutcome outcome, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(id, out var entry) || entry is not { Running: true, Progress.State: RequestState.Accepted })
        {
            return Nothing;
        }

        entry.Running = false;
        _live--;
        if (outcome is { Kind: AttemptOutcomeKind.Completed, Answer: AnswerPlace.None })
        {
            _entries.Remove(id);
            return [new RecoveryEffect(RecoveryEffectKind.Forget, entry.Header, entry.Progress with { State = RequestState.Completed, Since = now, Status = outcome.Status })];
        }

        return [End(entry, outcome, now)];
    }

    /// <summary>A recovery attempt ended.</summary>
    public IReadOnlyList<RecoveryEffect> EndAttempt(string id, AttemptOutcome outcome, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(id, out var entry) || entry is not { Running: true, Progress.State: RequestState.Started })
        {
            return Nothing;
        }

        entry.Running = false;
        _replaying--;
        EndRoundIfIdle();
        return [End(entry, outcome, now)];
    }

    /// <summary>Begins what may begin now and gives up what is too old.</summary>
    public IReadOnlyList<RecoveryEffect> Tick(DateTimeOffset now)
    {
        var effects = new List<RecoveryEffect>();
        Expire(now, effects);
        while (_later.TryPeek(out var due, out var at) && at <= now)
        {
            _later.Dequeue();
            if (IsQueued(due) && due.NotBefore == at)
            {
                _ready.Add(due);
            }
        }

        while (_ready.Min is { } entry)
        {
            if (GivenUp(entry, now) is { } reason)
            {
                _ready.Remove(entry);
                effects.Add(Finish(entry, RequestState.Dropped, now, reason));
                continue;
            }

            if (NextStart(now) is not { } start || start > now)
            {
                break;
            }

            _ready.Remove(entry);
            _throttle.Take();
            _replaying++;
            entry.Running = true;
            entry.Progress = entry.Progress with
            {
                State = RequestState.Started, Attempt = entry.Progress.Attempt + 1, Since = now, NotBefore = null, Reason = null, Status = null,
            };
            effects.Add(new RecoveryEffect(RecoveryEffectKind.Begin, entry.Header, entry.Progress));
        }

        EndRoundIfIdle();
        return effects;
    }

    private int Unfinished => _entries.Count - _finished.Count - _deadLetters.Count;

    /// <summary>Null: not before an attempt ends, or replay is not open.</summary>
    private DateTimeOffset? NextStart(DateTimeOffset now)
    {
        if (_replayFrom is not { } from || _replaying >= settings.Concurrency)
        {
            return null;
        }

        if (from > now)
        {
            return from;
        }

        var round = _round.Next(now);
        return round > now ? round : _throttle.Next(now);
    }

    private void EndRoundIfIdle()
    {
        if (_ready.Count == 0 && _replaying == 0)
        {
            _round.End();
        }
    }

    private string? GivenUp(RequestEntry entry, DateTimeOffset now)
    {
        if (now - (entry.Progress.Renewed ?? entry.Header.ArrivedAt) > settings.MaxAge)
        {
            return DropReasons.TooOld;
        }

        return entry.Header.Deadline <= now && entry.Progress.Renewed is null ? DropReasons.DeadlinePassed : null;
    }

    private static bool IsQueued(RequestEntry entry) =>
        entry is { Running: false, Progress.State: RequestState.Retry or RequestState.Deferred };

    private RecoveryEffect End(RequestEntry entry, AttemptOutcome outcome, DateTimeOffset now)
    {
        switch (outcome.Kind)
        {
            case AttemptOutcomeKind.Completed:
                return Finish(entry, RequestState.Completed, now, null, outcome.Status, outcome.Answer);
            case AttemptOutcomeKind.Skipped:
                return Finish(entry, RequestState.Dropped, now, DropReasons.Skipped);
            case AttemptOutcomeKind.Deferred:
                return Later(entry, RequestState.Deferred, Math.Max(0, entry.Progress.Attempt - 1), outcome.Until!.Value, null, null, now);
            case AttemptOutcomeKind.DeadLetter:
                return Bury(entry, outcome.Reason!, outcome.Status, now);
            default:
                return FailedAttempt(entry, outcome.Reason!, outcome.Status, now);
        }
    }

    private RecoveryEffect FailedAttempt(RequestEntry entry, string reason, int? status, DateTimeOffset now)
    {
        var attempt = entry.Progress.Attempt;
        return attempt >= settings.MaxAttempts
            ? Bury(entry, DeadLetterReasons.AttemptsExhausted, status, now)
            : Later(entry, RequestState.Retry, attempt, now + BackOffAfter(attempt), reason, status, now);
    }

    /// <summary>5 s after the live run and after the first attempt, then doubling, with the default settings.</summary>
    private TimeSpan BackOffAfter(int attempt)
    {
        var factor = Math.Pow(2, Math.Clamp(attempt - 1, 0, 30));
        return settings.BackOff.Ticks * factor >= settings.MaxBackOff.Ticks ? settings.MaxBackOff : settings.BackOff * factor;
    }

    private RecoveryEffect Later(
        RequestEntry entry, RequestState state, int attempt, DateTimeOffset notBefore, string? reason, int? status, DateTimeOffset now)
    {
        entry.Progress = entry.Progress with
        {
            State = state, Attempt = attempt, Since = now, NotBefore = notBefore, Reason = reason, Status = status,
        };
        _later.Enqueue(entry, notBefore);
        return new RecoveryEffect(RecoveryEffectKind.Store, entry.Header, entry.Progress);
    }

    private RecoveryEffect Bury(RequestEntry entry, string reason, int? status, DateTimeOffset now)
    {
        entry.Progress = entry.Progress with { State = RequestState.DeadLetter, Since = now, NotBefore = null, Reason = reason, Status = status };
        _deadLetters.Add(entry);
        return new RecoveryEffect(RecoveryEffectKind.Store, entry.Header, entry.Progress);
    }

    private RecoveryEffect Finish(
        RequestEntry entry, RequestState state, DateTimeOffset now, string? reason, int? status = null, AnswerPlace answer = AnswerPlace.None)
    {
        entry.Progress = entry.Progress with { State = state, Since = now, NotBefore = null, Reason = reason, Status = status, Answer = answer };
        _finished.Add(entry);
        return new RecoveryEffect(RecoveryEffectKind.Finish, entry.Header, entry.Progress);
    }
}
