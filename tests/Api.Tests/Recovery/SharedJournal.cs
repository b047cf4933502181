using Granary.Journal;

namespace Granary.Api.Tests.Recovery;

/// <summary>Logs of several processes in memory, of which some are abandoned.</summary>
internal sealed class SharedJournal : IJournalBackend
{
    private readonly Dictionary<string, MemoryJournal> _logs = new(StringComparer.Ordinal);

    public string Name => "shared";

    public bool IsShared => true;

    /// <summary>Names of logs whose process is gone.</summary>
    public HashSet<string> Abandoned { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of logs that somebody else took over a moment ago.</summary>
    public HashSet<string> Held { get; } = new(StringComparer.Ordinal);

    /// <summary>The database is away.</summary>
    public bool IsAway { get; set; }

    public MemoryJournal Log(string name)
    {
        if (!_logs.TryGetValue(name, out var log))
        {
            _logs.Add(name, log = new MemoryJournal());
        }

        return log;
    }

    public Task<IRecordLog> OpenAsync(string log, Action<LogRecord> replay, CancellationToken cancellationToken)
    {
        if (Held.Contains(log))
        {
            throw new JournalException(JournalErrorCodes.Locked, "held");
        }

        Abandoned.Remove(log);
        return Log(log).OpenAsync(log, replay, cancellationToken);
    }

    public Task<IReadOnlyList<string>> AbandonedAsync(string log, CancellationToken cancellationToken) => IsAway
        ? throw new JournalException(JournalErrorCodes.Unavailable, "away")
        : Task.FromResult<IReadOnlyList<string>>([.. Abandoned]);
}
