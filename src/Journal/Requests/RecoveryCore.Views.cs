namespace Granary.Journal.Requests;

/// <content>What an operator does and sees, and what runs out of time.</content>
public sealed partial class RecoveryCore
{
    /// <summary>The entry of that id, or null.</summary>
    public StoredRequest? Find(string id) => _entries.TryGetValue(id, out var entry) ? View(entry) : null;

    /// <summary>All entries, oldest arrival first; ids sort by time.</summary>
    public IReadOnlyList<StoredRequest> List() =>
        [.. _entries.Values.OrderBy(static entry => entry.Header.Id, StringComparer.Ordinal).Select(View)];

    /// <summary>Sends a dead letter back: attempts start again at 1, its age counts from now. Empty: it is none.</summary>
    public IReadOnlyList<RecoveryEffect> RetryDeadLetter(string id, DateTimeOffset now)
    {
        if (TakeDeadLetter(id) is not { } entry)
        {
            return Nothing;
        }

        entry.Progress = entry.Progress with { Renewed = now };
        return [Later(entry, RequestState.Retry, 0, now, "operator", null, now)];
    }

    /// <summary>Gives a dead letter up for good. Empty: it is none.</summary>
    public IReadOnlyList<RecoveryEffect> DiscardDeadLetter(string id, DateTimeOffset now) =>
        TakeDeadLetter(id) is { } entry ? [Finish(entry, RequestState.Dropped, now, DropReasons.Discarded)] : Nothing;

    /// <summary>When <see cref="Tick"/> has something to do again by time alone; null: not before something ends or comes.</summary>
    public DateTimeOffset? NextWake(DateTimeOffset now)
    {
        DateTimeOffset? wake = null;
        if (_later.TryPeek(out _, out var due))
        {
            wake = due;
        }

        Sooner(_ready.Count > 0 ? NextStart(now) : null);
        Sooner(_finished.Min is { } finished ? finished.Progress.Since + settings.FinishedRetention : null);
        Sooner(_deadLetters.Min is { } dead ? dead.Progress.Since + settings.DeadLetterRetention : null);
        return wake;

        void Sooner(DateTimeOffset? at) => wake = at is { } time && (wake is null || time < wake) ? time : wake;
    }

    /// <summary>The core at this moment.</summary>
    public RecoverySnapshot Snapshot(DateTimeOffset now)
    {
        var (what, until) = WaitsFor(now);
        return new RecoverySnapshot(
            _live, _replaying, _ready.Count, Unfinished - _live - _replaying - _ready.Count, _finished.Count, _deadLetters.Count, _deadLettersLost,
            Oldest(), what, until);
    }

    private (string What, DateTimeOffset? Until) WaitsFor(DateTimeOffset now)
    {
        if (_ready.Count == 0)
        {
            return _later.TryPeek(out _, out var due) ? ("back_off", due) : ("nothing", null);
        }

        if (_replayFrom is not { } from || from > now)
        {
            return ("start", _replayFrom);
        }

        if (_replaying >= settings.Concurrency)
        {
            return ("concurrency", null);
        }

        var round = _round.Next(now);
        return round > now ? ("next_round", round) : ("rate", _throttle.Next(now));
    }

    private DateTimeOffset? Oldest()
    {
        DateTimeOffset? oldest = null;
        foreach (var entry in _entries.Values)
        {
            if (entry.Progress.IsUnfinished && !(entry.Running && entry.Progress.State == RequestState.Accepted)
                && (oldest is null || entry.Header.ArrivedAt < oldest))
            {
                oldest = entry.Header.ArrivedAt;
            }
        }

        return oldest;
    }

    private void Expire(DateTimeOffset now, List<RecoveryEffect> effects)
    {
        Expire(_finished, settings.MaxFinished, settings.FinishedRetention, now, effects);
        _deadLettersLost += Expire(_deadLetters, settings.MaxDeadLetters, settings.DeadLetterRetention, now, effects);
    }

    private int Expire(SortedSet<RequestEntry> kept, int most, TimeSpan retention, DateTimeOffset now, List<RecoveryEffect> effects)
    {
        var lost = 0;
        while (kept.Min is { } oldest && (kept.Count > most || now - oldest.Progress.Since >= retention))
        {
            kept.Remove(oldest);
            _entries.Remove(oldest.Header.Id);
            effects.Add(new RecoveryEffect(RecoveryEffectKind.Forget, oldest.Header, oldest.Progress));
            lost++;
        }

        return lost;
    }

    private RequestEntry? TakeDeadLetter(string id)
    {
        if (!_entries.TryGetValue(id, out var entry) || entry.Progress.State != RequestState.DeadLetter)
        {
            return null;
        }

        _deadLetters.Remove(entry);
        return entry;
    }

    private static StoredRequest View(RequestEntry entry) => new(entry.Header, entry.Progress);
}
