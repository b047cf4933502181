using System.Collections.Concurrent;

using Granary.Journal;
using Granary.Journal.Requests;

using Microsoft.Extensions.Logging;

namespace Granary.Api.Recovery;

/// <summary>
/// The logs of requests that this process has: its own, and where logs are shared those of dead processes that it took over. An entry stays in its log, so that it
/// is in one log at any time; an adopted log is closed when nothing of it is left. Thread-safe; adopting is for one caller at a time.
/// </summary>
internal sealed partial class RequestLogs(IJournalBackend backend, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>
    /// How long a log must have been seen abandoned before it is taken over. When the database was away all leases have run out, and those who live renew theirs
    /// within a second of its return.
    /// </summary>
    private static readonly TimeSpan Suspicion = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, RequestLog> _homes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<RequestLog, string> _adopted = new();
    private Dictionary<string, DateTimeOffset> _suspected = new(StringComparer.Ordinal);

    /// <summary>The log of this process.</summary>
    public RequestLog Own { get; private set; } = null!;

    /// <summary>Logs that were taken over and still hold something.</summary>
    public int Adopted => _adopted.Count;

    /// <summary>A log belongs to another process by now: whatever this one does is not written any more.</summary>
    public bool HasLost => Own.Snapshot().State == LogState.Lost || _adopted.Keys.Any(static log => log.Snapshot().State == LogState.Lost);

    public async Task OpenAsync(Action<StoredRequest> load, CancellationToken cancellationToken) => Own = await RequestLog.OpenAsync(backend, load, cancellationToken);

    /// <summary>The log that an entry is in.</summary>
    public RequestLog Of(string id) => _homes.TryGetValue(id, out var log) ? log : Own;

    /// <summary>Looks for logs of dead processes and takes over what has been abandoned for a while; <paramref name="load"/> gets the entries of one log at a time.</summary>
    public async Task AdoptAsync(Action<IReadOnlyList<StoredRequest>> load, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> abandoned;
        try
        {
            abandoned = await backend.AbandonedAsync(RequestLog.Name, cancellationToken);
        }
        catch (JournalException error)
        {
            // Who is dead is only known by looking twice in a row.
            _suspected = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            LogNotLooked(error);
            return;
        }

        var now = time.GetUtcNow();
        _suspected = abandoned.ToDictionary(static name => name, name => _suspected.GetValueOrDefault(name, now), StringComparer.Ordinal);
        foreach (var name in abandoned.Where(name => now - _suspected[name] >= Suspicion))
        {
            await TakeOverAsync(name, load, cancellationToken);
        }
    }

    /// <summary>An entry is over in every respect.</summary>
    public async ValueTask ForgottenAsync(string id)
    {
        if (_homes.TryRemove(id, out var log) && log.IsEmpty && _adopted.TryRemove(log, out var name))
        {
            LogFinished(name);
            await log.DisposeAsync();
        }
    }

    public async Task CompactAsync()
    {
        await Own.CompactAsync();
        foreach (var log in _adopted.Keys)
        {
            await log.CompactAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var log in _adopted.Keys)
        {
            await log.DisposeAsync();
        }

        await Own.DisposeAsync();
    }

    private async Task TakeOverAsync(string name, Action<IReadOnlyList<StoredRequest>> load, CancellationToken cancellationToken)
    {
        try
        {
            var entries = new List<StoredRequest>();
            var log = await RequestLog.OpenAsync(backend, name, entries.Add, cancellationToken);
            LogAdopted(name, entries.Count);
            if (entries.Count == 0)
            {
                await log.DisposeAsync();
                return;
            }

            _adopted[log] = name;
            entries.ForEach(entry => _homes[entry.Header.Id] = log);
            load(entries);
        }
        catch (JournalException error) when (error.Code == JournalErrorCodes.Locked)
        {
            // Somebody else was first.
            _suspected.Remove(name);
        }
        catch (JournalException error)
        {
            LogNotAdopted(error, name);
        }
    }

    [LoggerMessage(5140, LogLevel.Warning, "Took over the log {Name} of a process that is gone, with {Entries} entries")]
    private partial void LogAdopted(string name, int entries);

    [LoggerMessage(5141, LogLevel.Information, "Nothing is left of the log {Name} that was taken over; it is closed")]
    private partial void LogFinished(string name);

    [LoggerMessage(5142, LogLevel.Warning, "The log {Name} of a process that is gone could not be taken over; it is tried again in 10 s")]
    private partial void LogNotAdopted(Exception exception, string name);

    [LoggerMessage(5143, LogLevel.Warning, "It is not known which processes are gone; asked again in 10 s")]
    private partial void LogNotLooked(Exception exception);
}
