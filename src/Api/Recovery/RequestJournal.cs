using System.Collections.Concurrent;

using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Idempotency;
using Granary.Journal;
using Granary.Journal.Requests;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Api.Recovery;

/// <summary>
/// The recoverable requests of this process: the shell around <see cref="RecoveryCore"/>. It opens the log before the server listens, writes what the
/// core decides, and hands entries whose turn it is to <see cref="ReplayAttempt"/>. Thread-safe.
/// </summary>
internal sealed partial class RequestJournal : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan RetryWrite = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);
    private static readonly TimeSpan LookForAbandoned = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly IServiceProvider _services;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly RecoveryInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger<RequestJournal> _logger;
    private readonly RecoveryOptions _options;
    private readonly RecoveryCore _core;
    private readonly Lock _gate = new();

    // What the core decided goes to the log in the order in which it was decided, whichever thread is first; taken after the gate, never before.
    private readonly Lock _drain = new();
    private readonly Queue<RecoveryEffect> _decided = new();
    private readonly ConcurrentDictionary<string, Task> _writes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _attempts = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource _changed = New();
    private RequestLogs? _logs;
    private Task _replay = Task.CompletedTask;
    private Task _adoption = Task.CompletedTask;

    public RequestJournal(
        IServiceProvider services,
        IHostApplicationLifetime lifetime,
        IOptions<RecoveryOptions> options,
        RecoveryInstruments instruments,
        TimeProvider time,
        ILogger<RequestJournal> logger)
    {
        _services = services;
        _lifetime = lifetime;
        _instruments = instruments;
        _time = time;
        _logger = logger;
        _options = options.Value;
        Stopping = _stopping.Token;
        _core = new RecoveryCore(new RecoverySettings
        {
            MaxAttempts = _options.MaxRecoveryAttempts,
            MaxAge = _options.MaxAge,
            RatePerSecond = _options.RatePerSecond,
            Concurrency = _options.Concurrency,
            StartDelay = _options.StartDelay,
            BackOff = _options.BackOff,
            FinishedRetention = _options.AnswerRetention,
            DeadLetterRetention = _options.DeadLetterRetention,
            MaxDeadLetters = _options.MaxDeadLetters,
        });
    }

    /// <summary>Requests are journaled: recovery is enabled and the host has a journal.</summary>
    public bool IsOn => _logs is not null;

    /// <summary>Logs of dead processes that this one took over and that still hold something.</summary>
    public int Adopted => _logs?.Adopted ?? 0;

    /// <summary>A log belongs to another process by now, for which this one was dead: only a restart helps.</summary>
    public bool HasLostLog => _logs?.HasLost == true;

    /// <summary>Handlers that run on without their caller stop when this is cancelled: at the end of the drain.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>How live requests ended lately.</summary>
    public RecentRequests Recent { get; } = new();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_options.Enabled || _services.GetService<IJournalBackend>() is not { } backend)
        {
            return;
        }

        var effects = new List<RecoveryEffect>();
        var logs = new RequestLogs(backend, _time, _logger);
        await logs.OpenAsync(request => effects.AddRange(_core.Load(request, _time.GetUtcNow())), cancellationToken);
        _logs = logs;
        foreach (var effect in effects)
        {
            await PerformAsync(effect);
        }

        _instruments.Observe(Snapshot);
        var found = Snapshot();
        LogOpened(found.Waiting + found.Later, found.DeadLetters, logs.Own.Repair.TornTails);
        _lifetime.ApplicationStarted.Register(() =>
        {
            _replay = Task.Run(ReplayAsync, CancellationToken.None);
            _adoption = backend.IsShared ? Task.Run(() => AdoptAsync(logs), CancellationToken.None) : Task.CompletedTask;
        });
    }

    /// <summary>The server has stopped listening and its drain is over: attempts are put off, which costs them nothing, and the log is closed.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll([_replay, _adoption, .. _attempts.Values]).WaitAsync(StopPatience, _time, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_writes.Values).WaitAsync(StopPatience, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _logs, null) is { } logs)
        {
            await _stopping.CancelAsync();
            await logs.DisposeAsync();
            _stopping.Dispose();
        }
    }

    /// <summary>Writes a request down before it runs. Null: it is durable, and <see cref="EndLive"/> has to follow; else it must not run.</summary>
    public async ValueTask<JournalRefusal?> AcceptAsync(RequestHeader header, ReadOnlyMemory<byte> content)
    {
        if (_logs?.Own is not { } log)
        {
            return Refused(LogRefusal.Closed);
        }

        lock (_gate)
        {
            if (!_core.TryAccept(header))
            {
                return new JournalRefusal("journal_full", "Too many requests wait to be run again; GET /admin/journal says what they wait for.", TimeSpan.FromSeconds(10));
            }
        }

        var refusal = LogRefusal.Unavailable;
        var accepted = false;
        try
        {
            refusal = log.TryAccept(new StoredRequest(header, new RequestProgress(RequestState.Accepted, 0, header.ArrivedAt)), content.Span, out var durable);
            await durable;
            accepted = refusal == LogRefusal.None;
        }
        catch (JournalException error)
        {
            LogNotAccepted(error, header.Id);
            refusal = error.Code == JournalErrorCodes.Closed ? LogRefusal.Closed : LogRefusal.Unavailable;
        }
        finally
        {
            if (!accepted)
            {
                lock (_gate)
                {
                    _core.Withdraw(header.Id);
                }
            }
        }

        return accepted ? null : Refused(refusal);
    }

    /// <summary>The live run of an accepted request ended. Its record takes its place in the log before this returns; nobody waits for the disk.</summary>
    public void EndLive(RequestHeader header, AttemptOutcome outcome)
    {
        var now = _time.GetUtcNow();
        if (outcome.Kind == AttemptOutcomeKind.Completed)
        {
            Recent.Add(new StoredRequest(header, new RequestProgress(RequestState.Completed, 0, now, Status: outcome.Status, Answer: outcome.Answer)));
        }

        Apply(core => core.EndLive(header.Id, outcome, now));
    }

    /// <summary>Stores the answer of a request whose caller left, before <see cref="EndLive"/> says so; false: it could not be stored.</summary>
    public async ValueTask<bool> WriteAnswerAsync(string id, KeptAnswer answer)
    {
        try
        {
            await (_logs?.Of(id).WriteAnswerAsync(id, JsonFrame.Join(answer with { Body = [] }, answer.Body.AsSpan())) ?? ValueTask.CompletedTask);
            return true;
        }
        catch (JournalException error)
        {
            LogNotWritten(error, id);
            return false;
        }
    }

    /// <summary>The answer that the journal keeps, or null.</summary>
    public async ValueTask<KeptAnswer?> AnswerAsync(string id, CancellationToken cancellationToken)
    {
        if (_logs?.Of(id) is not { } log || await log.AnswerAsync(id, cancellationToken) is not { } bytes || JsonFrame.Split<KeptAnswer>(bytes) is not { } kept)
        {
            return null;
        }

        return kept.Value with { Body = [.. kept.Bytes.Span] };
    }

    /// <summary>What the request said, with its body; null: it is kept no more.</summary>
    public async ValueTask<(CapturedRequest Request, ReadOnlyMemory<byte> Body)?> ContentAsync(string id, CancellationToken cancellationToken) =>
        await RawContentAsync(id, cancellationToken) is { } content ? JsonFrame.Split<CapturedRequest>(content) : null;

    private async ValueTask<ReadOnlyMemory<byte>?> RawContentAsync(string id, CancellationToken cancellationToken) =>
        _logs?.Of(id) is { } log ? await log.ContentAsync(id, cancellationToken) : null;

    /// <summary>The entry of that id, in the journal or ended lately.</summary>
    public StoredRequest? Find(string id)
    {
        lock (_gate)
        {
            return _core.Find(id) ?? Recent.Find(id);
        }
    }

    /// <summary>Every entry of the journal, oldest first.</summary>
    public IReadOnlyList<StoredRequest> List()
    {
        lock (_gate)
        {
            return _core.List();
        }
    }

    public bool RetryDeadLetter(string id) => Apply(core => core.RetryDeadLetter(id, _time.GetUtcNow()));

    public bool DiscardDeadLetter(string id) => Apply(core => core.DiscardDeadLetter(id, _time.GetUtcNow()));

    public RecoverySnapshot Snapshot()
    {
        lock (_gate)
        {
            return _core.Snapshot(_time.GetUtcNow());
        }
    }

    /// <summary>The log under it, or null while recovery is off.</summary>
    public LogSnapshot? LogSnapshot() => _logs?.Own.Snapshot();

    /// <summary>Gives space back now; bytes of this process's log before and after, or null while recovery is off.</summary>
    /// <exception cref="JournalException">Writing failed; nothing needed was removed.</exception>
    public async Task<(long Before, long After)?> CompactAsync()
    {
        if (_logs is not { } logs)
        {
            return null;
        }

        var before = logs.Own.Snapshot().Bytes;
        await logs.CompactAsync();
        return (before, logs.Own.Snapshot().Bytes);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static JournalRefusal Refused(LogRefusal refusal) => refusal switch
    {
        LogRefusal.Busy => new("journal_busy", "Too many requests wait to be written down.", TimeSpan.FromSeconds(1)),
        LogRefusal.Full => new("journal_full", "The disk of the journal is nearly full. Make room; service resumes by itself.", TimeSpan.FromSeconds(5)),
        LogRefusal.Closed => new("shutdown", "The process is stopping.", TimeSpan.FromSeconds(1)),
        _ => new("journal_unavailable", "The journal cannot be written now; it is tried again each second. The request was not run.", TimeSpan.FromSeconds(1)),
    };

    private bool Apply(Func<RecoveryCore, IReadOnlyList<RecoveryEffect>> command)
    {
        TaskCompletionSource changed;
        bool any;
        lock (_gate)
        {
            any = Decided(command(_core));
            (changed, _changed) = (_changed, New());
        }

        Drain();
        changed.TrySetResult();
        return any;
    }

    /// <summary>Under the gate.</summary>
    private bool Decided(IReadOnlyList<RecoveryEffect> effects)
    {
        foreach (var effect in effects)
        {
            _decided.Enqueue(effect);
        }

        return effects.Count > 0;
    }

    private void Drain()
    {
        lock (_drain)
        {
            while (true)
            {
                RecoveryEffect effect;
                lock (_gate)
                {
                    if (!_decided.TryDequeue(out effect))
                    {
                        return;
                    }
                }

                Begin(effect);
            }
        }
    }

    /// <summary>Performs an effect behind the earlier ones of its entry. What can go at once takes its place in the log before this returns.</summary>
    private void Begin(RecoveryEffect effect)
    {
        var id = effect.Header.Id;
        var before = _writes.TryGetValue(id, out var earlier) ? earlier : Task.CompletedTask;
        var write = before.IsCompleted ? PerformAsync(effect) : BehindAsync(before, effect);
        _writes[id] = write;
        _ = write.ContinueWith(
            static (done, state) => ((ConcurrentDictionary<string, Task>)((object[])state!)[0]).TryRemove(new((string)((object[])state!)[1], done)),
            new object[] { _writes, id }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        async Task BehindAsync(Task first, RecoveryEffect next)
        {
            await first;
            await PerformAsync(next);
        }
    }
}
