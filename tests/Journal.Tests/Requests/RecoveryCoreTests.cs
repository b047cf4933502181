using Granary.Journal.Requests;

namespace Granary.Journal.Tests.Requests;

public sealed class RecoveryCoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Answered_live_run_leaves_nothing_behind()
    {
        var core = Core();
        Assert.True(core.TryAccept(Header("a")));
        var effect = Assert.Single(core.EndLive("a", AttemptOutcome.Completed(201, AnswerPlace.None), Start));
        Assert.Equal(RecoveryEffectKind.Forget, effect.Kind);
        Assert.Null(core.Find("a"));
        Assert.Equal(0, core.Snapshot(Start).Live);
    }

    [Fact]
    public void Failed_live_run_is_due_after_the_first_pause()
    {
        var core = Opened();
        core.TryAccept(Header("a"));
        var effect = Assert.Single(core.EndLive("a", AttemptOutcome.Failed("status_503", 503), Start));
        Assert.Equal((RecoveryEffectKind.Store, RequestState.Retry, 0, Start + (5 * Second)),
            (effect.Kind, effect.Progress.State, effect.Progress.Attempt, effect.Progress.NotBefore!.Value));
        Assert.Empty(core.Tick(Start + (4.9 * Second)));
        Assert.Equal(1, Assert.Single(core.Tick(Start + (5 * Second))).Progress.Attempt);
    }

    [Fact]
    public void Nothing_begins_before_replay_is_open_and_its_delay_is_over()
    {
        var core = Core();
        core.Load(Accepted("a"), Start);
        Assert.Empty(core.Tick(Start + (10 * Second)));
        Assert.Null(core.NextWake(Start + (10 * Second)));
        core.Open(Start + (10 * Second));
        Assert.Empty(core.Tick(Start + (10.9 * Second)));
        Assert.Equal(Start + (11 * Second), core.NextWake(Start + (10.9 * Second)));
        Assert.Equal(RecoveryEffectKind.Begin, Assert.Single(core.Tick(Start + (11 * Second))).Kind);
    }

    [Fact]
    public void Delete_goes_before_post_before_patch_and_inside_a_priority_the_oldest_first()
    {
        var core = Opened(new RecoverySettings { Concurrency = 10, RatePerSecond = 1000 });
        core.Load(Accepted("patch", RequestPriority.Normal, 0), Start);
        core.Load(Accepted("post2", RequestPriority.High, 2), Start);
        core.Load(Accepted("post1", RequestPriority.High, 1), Start);
        core.Load(Accepted("delete", RequestPriority.Critical, 3), Start);
        core.Load(Accepted("other", RequestPriority.Low, 0), Start);
        Assert.Equal(["delete", "post1", "post2", "patch", "other"], Begun(core, Start));
    }

    [Fact]
    public void Process_that_dies_in_every_attempt_makes_a_dead_letter_after_the_third()
    {
        var stored = Accepted("a");
        for (var start = 1; start <= 3; start++)
        {
            var core = Opened();
            core.Load(stored, Start);
            var begun = Assert.Single(core.Tick(Start + TimeSpan.FromMinutes(10)));
            Assert.Equal(start, begun.Progress.Attempt);
            stored = new StoredRequest(begun.Header, begun.Progress);
        }

        var last = Opened();
        var effect = Assert.Single(last.Load(stored, Start));
        Assert.Equal((RequestState.DeadLetter, DeadLetterReasons.AttemptsExhausted, 3), (effect.Progress.State, effect.Progress.Reason, effect.Progress.Attempt));
        Assert.Empty(last.Tick(Start + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Pauses_double_from_five_seconds_to_five_minutes()
    {
        var core = Opened(new RecoverySettings { MaxAttempts = 20, MaxAge = TimeSpan.FromDays(1), StartDelay = TimeSpan.Zero });
        core.Load(Accepted("a"), Start);
        var now = Start;
        var pauses = new List<double>();
        for (var attempt = 1; attempt <= 9; attempt++)
        {
            Assert.Single(core.Tick(now));
            var failed = Assert.Single(core.EndAttempt("a", AttemptOutcome.Failed("x"), now));
            pauses.Add((failed.Progress.NotBefore!.Value - now).TotalSeconds);
            now = failed.Progress.NotBefore.Value;
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300, 300], pauses);
    }

    [Fact]
    public void Rate_and_concurrency_bound_the_starts()
    {
        var core = Opened(new RecoverySettings { RatePerSecond = 100, Concurrency = 1000, StartDelay = TimeSpan.Zero });
        for (var i = 0; i < 300; i++)
        {
            core.Load(Accepted($"{i:D3}"), Start);
        }

        var begun = 0;
        for (var now = Start; now < Start + Second; now += TimeSpan.FromMilliseconds(5))
        {
            begun += core.Tick(now).Count;
        }

        Assert.InRange(begun, 95, 101);

        var narrow = Opened(new RecoverySettings { Concurrency = 2, StartDelay = TimeSpan.Zero });
        for (var i = 0; i < 5; i++)
        {
            narrow.Load(Accepted($"{i}"), Start);
        }

        Assert.Single(narrow.Tick(Start));
        Assert.Single(narrow.Tick(Start + Second));
        Assert.Empty(narrow.Tick(Start + (2 * Second)));
        Assert.Equal("concurrency", narrow.Snapshot(Start + (2 * Second)).WaitsFor);
        narrow.EndAttempt("0", AttemptOutcome.Completed(200, AnswerPlace.Journal), Start + (2 * Second));
        Assert.Equal(["2"], Begun(narrow, Start + (2 * Second)));
    }

    [Fact]
    public void Round_ends_after_its_time_and_the_next_comes_a_minute_later()
    {
        var core = Opened(new RecoverySettings { Concurrency = 1000, RatePerSecond = 1, StartDelay = TimeSpan.Zero });
        for (var i = 0; i < 400; i++)
        {
            core.Load(Accepted($"{i:D3}"), Start);
        }

        var now = Start;
        for (; now < Start + TimeSpan.FromSeconds(300); now += Second)
        {
            Assert.Single(core.Tick(now));
        }

        Assert.Empty(core.Tick(now));
        Assert.Equal(("next_round", now + TimeSpan.FromSeconds(60)), (core.Snapshot(now).WaitsFor, core.Snapshot(now).Until!.Value));
        Assert.Equal(now + TimeSpan.FromSeconds(60), core.NextWake(now));
        Assert.Single(core.Tick(now + TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Too_old_or_past_its_deadline_is_dropped_with_the_reason()
    {
        var core = Opened();
        core.Load(new StoredRequest(Header("late") with { Deadline = Start + Second }, new RequestProgress(RequestState.Accepted, 0, Start)), Start);
        var dropped = Assert.Single(core.Tick(Start + Second));
        Assert.Equal(("late", RequestState.Dropped, DropReasons.DeadlinePassed), (dropped.Header.Id, dropped.Progress.State, dropped.Progress.Reason));

        var other = Opened();
        other.Load(Accepted("old"), Start);
        Assert.Equal(DropReasons.TooOld, Assert.Single(other.Tick(Start + TimeSpan.FromHours(73))).Progress.Reason);
    }

    [Fact]
    public void Deferral_counts_no_attempt_and_waits_for_its_time()
    {
        var core = Opened();
        core.Load(Accepted("a"), Start);
        core.Tick(Start + Second);
        var deferred = Assert.Single(core.EndAttempt("a", AttemptOutcome.Deferred(Start + TimeSpan.FromMinutes(5)), Start + Second));
        Assert.Equal((RequestState.Deferred, 0), (deferred.Progress.State, deferred.Progress.Attempt));
        Assert.Empty(core.Tick(Start + TimeSpan.FromMinutes(4)));
        Assert.Equal(1, Assert.Single(core.Tick(Start + TimeSpan.FromMinutes(5))).Progress.Attempt);
    }

    [Fact]
    public void Dead_letter_sent_back_begins_at_one_and_is_neither_too_old_nor_too_late()
    {
        var core = Opened();
        var header = Header("a") with { Deadline = Start + Second };
        core.Load(new StoredRequest(header, new RequestProgress(RequestState.DeadLetter, 3, Start, Reason: DeadLetterReasons.Hook)), Start);
        var now = Start + TimeSpan.FromDays(20);
        Assert.Equal((RequestState.Retry, 0), (core.RetryDeadLetter("a", now)[0].Progress.State, core.Find("a")!.Progress.Attempt));
        Assert.Empty(core.RetryDeadLetter("a", now));
        var begun = Assert.Single(core.Tick(now));
        Assert.Equal((RecoveryEffectKind.Begin, 1), (begun.Kind, begun.Progress.Attempt));
    }

    [Fact]
    public void Discarded_dead_letter_is_finished_and_only_once()
    {
        var core = Opened();
        core.Load(new StoredRequest(Header("a"), new RequestProgress(RequestState.DeadLetter, 3, Start, Reason: DeadLetterReasons.Hook)), Start);
        var effect = Assert.Single(core.DiscardDeadLetter("a", Start));
        Assert.Equal((RecoveryEffectKind.Finish, RequestState.Dropped, DropReasons.Discarded), (effect.Kind, effect.Progress.State, effect.Progress.Reason));
        Assert.Empty(core.DiscardDeadLetter("a", Start));
    }

    [Fact]
    public void Dead_letters_above_the_bound_or_past_their_time_are_forgotten_oldest_first_and_counted()
    {
        var core = Opened(new RecoverySettings { MaxDeadLetters = 2 });
        for (var i = 0; i < 3; i++)
        {
            core.Load(new StoredRequest(Header($"{i}"), new RequestProgress(RequestState.DeadLetter, 3, Start + (i * Second), Reason: DeadLetterReasons.Hook)), Start);
        }

        var lost = Assert.Single(core.Tick(Start));
        Assert.Equal(("0", RecoveryEffectKind.Forget), (lost.Header.Id, lost.Kind));
        Assert.Equal(["1", "2"], core.Tick(Start + TimeSpan.FromDays(31)).Select(static effect => effect.Header.Id));
        Assert.Equal((0, 3L), (core.Snapshot(Start).DeadLetters, core.Snapshot(Start).DeadLettersLost));
    }

    [Fact]
    public void Finished_entries_are_forgotten_after_their_time()
    {
        var core = Opened();
        core.Load(Accepted("a"), Start);
        core.Tick(Start + Second);
        Assert.Equal(RecoveryEffectKind.Finish, Assert.Single(core.EndAttempt("a", AttemptOutcome.Completed(200, AnswerPlace.Journal), Start + Second)).Kind);
        Assert.Equal(Start + Second + TimeSpan.FromHours(24), core.NextWake(Start + Second));
        Assert.Empty(core.Tick(Start + TimeSpan.FromHours(24)));
        Assert.Equal(RecoveryEffectKind.Forget, Assert.Single(core.Tick(Start + Second + TimeSpan.FromHours(24))).Kind);
        Assert.Null(core.NextWake(Start + TimeSpan.FromHours(25)));
    }

    [Fact]
    public void Too_many_unfinished_entries_refuse_new_ones_and_a_withdrawn_one_makes_room()
    {
        var core = Core(new RecoverySettings { MaxUnfinished = 2 });
        Assert.True(core.TryAccept(Header("a")));
        Assert.True(core.TryAccept(Header("b")));
        Assert.False(core.TryAccept(Header("c")));
        core.Withdraw("b");
        Assert.True(core.TryAccept(Header("c")));
    }

    [Fact]
    public void Ends_that_come_late_or_twice_change_nothing()
    {
        var core = Opened();
        core.Load(Accepted("a"), Start);
        Assert.Empty(core.EndAttempt("a", AttemptOutcome.Failed("x"), Start));
        core.Tick(Start + Second);
        Assert.Empty(core.EndLive("a", AttemptOutcome.Failed("x"), Start));
        Assert.Single(core.EndAttempt("a", AttemptOutcome.Completed(200, AnswerPlace.Journal), Start + Second));
        Assert.Empty(core.EndAttempt("a", AttemptOutcome.Completed(200, AnswerPlace.Journal), Start + Second));
    }

    /// <summary>Random histories with crashes: every accepted request ends exactly once or is still there, and no attempt number is skipped or begun twice.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_histories_with_crashes_lose_nothing_and_finish_nothing_twice(int seed)
    {
        var random = new Random(seed);
        var settings = new RecoverySettings { MaxAttempts = 3, StartDelay = TimeSpan.Zero, Concurrency = 4, RatePerSecond = 1000, BackOff = Second };
        var disk = new SortedDictionary<string, StoredRequest>(StringComparer.Ordinal);
        var ended = new Dictionary<string, int>(StringComparer.Ordinal);
        var accepted = new HashSet<string>(StringComparer.Ordinal);
        var core = Core(settings);
        var now = Start;
        core.Open(now);
        var running = new List<string>();
        var live = new List<string>();
        for (var step = 0; step < 2000; step++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(500));
            switch (random.Next(step < 1500 ? 8 : 6))
            {
                case 0 when step % 13 == 0:
                    core = Core(settings);
                    running.Clear();
                    live.Clear();
                    foreach (var stored in disk.Values.ToList())
                    {
                        Write(core.Load(stored, now));
                    }

                    core.Open(now);
                    break;
                case 1 or 2 when running.Count > 0:
                    Write(core.EndAttempt(Draw(running), Outcome(), now));
                    break;
                case 3 or 4 when live.Count > 0:
                    Write(core.EndLive(Draw(live), random.Next(2) == 0 ? AttemptOutcome.Completed(200, AnswerPlace.None) : AttemptOutcome.Failed("x"), now));
                    break;
                case 6 or 7:
                    var header = Header($"{step:D5}") with { ArrivedAt = now };
                    Assert.True(core.TryAccept(header));
                    disk[header.Id] = new StoredRequest(header, new RequestProgress(RequestState.Accepted, 0, now));
                    accepted.Add(header.Id);
                    live.Add(header.Id);
                    break;
                default:
                    Write(core.Tick(now));
                    break;
            }
        }

        foreach (var id in accepted)
        {
            Assert.True(ended.GetValueOrDefault(id) == 1 || (ended.GetValueOrDefault(id) == 0 && disk.ContainsKey(id)), $"seed {seed}: {id} ended {ended.GetValueOrDefault(id)} times");
        }

        void Write(IReadOnlyList<RecoveryEffect> effects)
        {
            foreach (var effect in effects)
            {
                var id = effect.Header.Id;
                if (effect.Kind == RecoveryEffectKind.Begin)
                {
                    Assert.Equal(disk[id].Progress.Attempt + 1, effect.Progress.Attempt);
                    running.Add(id);
                }

                if (effect.Kind == RecoveryEffectKind.Forget)
                {
                    disk.Remove(id);
                }
                else
                {
                    disk[id] = new StoredRequest(effect.Header, effect.Progress);
                }

                if (effect.Kind == RecoveryEffectKind.Finish || (effect is { Kind: RecoveryEffectKind.Forget, Progress.Answer: AnswerPlace.None, Progress.State: RequestState.Completed }))
                {
                    ended[id] = ended.GetValueOrDefault(id) + 1;
                }
            }
        }

        string Draw(List<string> from)
        {
            var index = random.Next(from.Count);
            var id = from[index];
            from.RemoveAt(index);
            return id;
        }

        AttemptOutcome Outcome() => random.Next(4) switch
        {
            0 => AttemptOutcome.Completed(200, AnswerPlace.Journal),
            1 => AttemptOutcome.Deferred(now + Second),
            2 => AttemptOutcome.Skipped,
            _ => AttemptOutcome.Failed("x"),
        };
    }

    private static RecoveryCore Core(RecoverySettings? settings = null) => new(settings ?? new RecoverySettings());

    private static RecoveryCore Opened(RecoverySettings? settings = null)
    {
        var core = Core(settings ?? new RecoverySettings { StartDelay = TimeSpan.Zero });
        core.Open(Start);
        return core;
    }

    private static RequestHeader Header(string id) => new(id, Start, RequestPriority.High, "POST /x", "t");

    private static StoredRequest Accepted(string id, RequestPriority priority = RequestPriority.High, int second = 0) =>
        new(Header(id) with { Priority = priority, ArrivedAt = Start + (second * Second) }, new RequestProgress(RequestState.Accepted, 0, Start));

    private static List<string> Begun(RecoveryCore core, DateTimeOffset from)
    {
        var begun = new List<string>();
        for (var now = from; now <= from + (2 * Second); now += TimeSpan.FromMilliseconds(100))
        {
            begun.AddRange(core.Tick(now).Where(static effect => effect.Kind == RecoveryEffectKind.Begin).Select(static effect => effect.Header.Id));
        }

        return begun;
    }
}
