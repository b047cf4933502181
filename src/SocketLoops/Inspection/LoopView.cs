namespace Granary.SocketLoops.Inspection;

/// <summary>One loop at this moment. Immutable.</summary>
/// <param name="Id">Number in its group.</param>
/// <param name="Thread">The kernel's number of its thread.</param>
/// <param name="Cpu">The CPU it is pinned to; -1 for none.</param>
/// <param name="Node">NUMA node of that CPU; -1 if unknown.</param>
/// <param name="Backend">Backend in use.</param>
/// <param name="Connections">Open connections.</param>
/// <param name="Accepts">Connections taken so far.</param>
/// <param name="Closes">Connections given up so far.</param>
/// <param name="Waits">Looks at the kernel, blocking or not.</param>
/// <param name="Returns">Returns from waits that could block.</param>
/// <param name="Events">Kernel events.</param>
/// <param name="Wakes">Writes of the eventfd.</param>
/// <param name="Posts">Posts and tasks taken.</param>
/// <param name="Overflows">Posts refused by a full ring.</param>
/// <param name="TasksRefused">Tasks refused by the bound.</param>
/// <param name="TasksWaiting">Tasks that wait now.</param>
/// <param name="RingDepth">Posts in the ring now.</param>
/// <param name="RingHighest">Most that were in it.</param>
/// <param name="Busy">Share of time spent not waiting: last 1, 10, 60 s.</param>
/// <param name="LongestCallback">Longest callback so far.</param>
/// <param name="Stalls">Callbacks above the threshold.</param>
/// <param name="CallbackErrors">Callbacks that threw.</param>
/// <param name="AcceptPauses">Pauses of accepting.</param>
/// <param name="Refused">Connections closed because of the cap.</param>
/// <param name="Blocks">Blocks allocated.</param>
/// <param name="BlocksRented">Blocks out now.</param>
/// <param name="Reads">Receives that brought bytes.</param>
/// <param name="Writes">Sends.</param>
/// <param name="BytesIn">Bytes received.</param>
/// <param name="BytesOut">Bytes sent.</param>
/// <param name="Errors">Socket errors by their constant name.</param>
public sealed record LoopView(
    int Id,
    int Thread,
    int Cpu,
    int Node,
    string Backend,
    int Connections,
    long Accepts,
    long Closes,
    long Waits,
    long Returns,
    long Events,
    long Wakes,
    long Posts,
    long Overflows,
    long TasksRefused,
    int TasksWaiting,
    int RingDepth,
    long RingHighest,
    BusyShare Busy,
    TimeSpan LongestCallback,
    long Stalls,
    long CallbackErrors,
    long AcceptPauses,
    long Refused,
    int Blocks,
    int BlocksRented,
    long Reads,
    long Writes,
    long BytesIn,
    long BytesOut,
    IReadOnlyDictionary<string, long> Errors);
