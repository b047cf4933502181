namespace Granary.Journal;

/// <summary>Where the logs of a process are kept. Thread-safe.</summary>
public interface IJournalBackend
{
    /// <summary>Its name in the configuration: <c>segments</c>, <c>mmap</c> or <c>postgres</c>.</summary>
    string Name { get; }

    /// <summary>Logs of dead processes can be opened by living ones, see <see cref="AbandonedAsync"/>; false: a log belongs to a disk.</summary>
    bool IsShared { get; }

    /// <summary>
    /// Opens a log of this process, made when missing. <paramref name="replay"/> gets every record once, before the task completes, in the order of the
    /// log; a record that was moved to make room comes later than it was written, with its first sequence. Who keeps several records of one thing
    /// orders them by sequence. What <paramref name="replay"/> throws comes out of the task and the log stays closed.
    /// </summary>
    /// <param name="log">Name of the log: lower-case letters, digits and hyphens.</param>
    /// <param name="replay">Called by one thread.</param>
    /// <param name="cancellationToken">Gives up the opening.</param>
    /// <exception cref="JournalException">Locked, corrupt or newer; see <see cref="JournalErrorCodes"/>.</exception>
    Task<IRecordLog> OpenAsync(string log, Action<LogRecord> replay, CancellationToken cancellationToken);

    /// <summary>
    /// Logs of the same name whose owner died and that any process may open and finish, under the names to open them by; always empty where it is not
    /// <see cref="IsShared"/>. After the database was away all leases may have run out: only a log that stays abandoned for a while is.
    /// </summary>
    Task<IReadOnlyList<string>> AbandonedAsync(string log, CancellationToken cancellationToken);
}
