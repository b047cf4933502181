namespace Granary.Abstractions.Requests;

/// <summary>The journal of requests of one process, in numbers.</summary>
/// <param name="Writer">State of its log: working, full, faulted, lost or closed.</param>
/// <param name="Unfinished">Entries that run or will be run again.</param>
/// <param name="Finished">Finished entries that can be asked for.</param>
/// <param name="DeadLetters">Dead letters.</param>
/// <param name="Adopted">Logs of dead processes that it took over and that still hold something.</param>
/// <param name="OldestUnfinished">Arrival of the oldest unfinished entry that is not in its live run.</param>
/// <param name="WaitsFor">What replay waits for: nothing, start, rate, concurrency, back_off or next_round.</param>
[GenerateSerializer, Immutable, Alias("granary.JournalSummary")]
public sealed record JournalSummary(
    [property: Id(0)] string Writer,
    [property: Id(1)] int Unfinished,
    [property: Id(2)] int Finished,
    [property: Id(3)] int DeadLetters,
    [property: Id(4)] int Adopted,
    [property: Id(5)] DateTimeOffset? OldestUnfinished,
    [property: Id(6)] string WaitsFor);
