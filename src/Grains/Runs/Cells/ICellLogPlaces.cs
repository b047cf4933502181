using Granary.Journal;

namespace Granary.Grains.Runs.Cells;

/// <summary>Where cell logs stand: one log per session of a row group. A simulation keeps them in memory. Thread-safe.</summary>
internal interface ICellLogPlaces
{
    /// <summary>Name of a session's log.</summary>
    string Session(string run, long group, int session);

    /// <summary>Logs of sessions before <paramref name="session"/>, oldest first.</summary>
    IReadOnlyList<string> Earlier(string run, long group, int session);

    /// <summary>Opens a log, made when missing; <paramref name="replay"/> gets every record once, in order.</summary>
    /// <exception cref="JournalException">Another activation holds it, or it is damaged.</exception>
    Task<IRecordLog> OpenAsync(string name, TimeProvider time, Action<LogRecord> replay, CancellationToken cancellationToken);

    /// <summary>Closes the log of a session that was replaced, if this process holds it.</summary>
    ValueTask EndAsync(string name);

    /// <summary>A log is in use now.</summary>
    void Opened(CellLog log);

    /// <summary>A log is no more in use.</summary>
    void Closed(CellLog log);

    /// <summary>Removes the logs of a group that is sealed; all must be closed. No error if there are none.</summary>
    void Delete(string run, long group);

    /// <summary>Removes what is left of a run whose groups are all sealed.</summary>
    void DeleteRun(string run);
}
