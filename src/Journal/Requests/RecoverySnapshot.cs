namespace Granary.Journal.Requests;

/// <summary>The core at one moment.</summary>
/// <param name="Live">Entries whose live run goes on.</param>
/// <param name="Replaying">Attempts under way.</param>
/// <param name="Waiting">Entries whose time has come.</param>
/// <param name="Later">Entries that wait for their time.</param>
/// <param name="Finished">Finished entries that can be asked for.</param>
/// <param name="DeadLetters">Dead letters.</param>
/// <param name="DeadLettersLost">Dead letters given up because there were too many or they were too old.</param>
/// <param name="OldestUnfinished">Arrival of the oldest unfinished entry that is not in its live run.</param>
/// <param name="WaitsFor">What replay waits for: nothing, start, rate, concurrency, back_off, next_round.</param>
/// <param name="Until">When that is over, if that is known.</param>
public sealed record RecoverySnapshot(
    int Live,
    int Replaying,
    int Waiting,
    int Later,
    int Finished,
    int DeadLetters,
    long DeadLettersLost,
    DateTimeOffset? OldestUnfinished,
    string WaitsFor,
    DateTimeOffset? Until);
