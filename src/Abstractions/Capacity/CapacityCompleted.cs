namespace Granary.Abstractions.Capacity;

/// <summary>So many calls that ended well. Seconds of duration.</summary>
/// <param name="Generation">Generation of the limit at admission.</param>
/// <param name="Level">Calls in flight at admission.</param>
/// <param name="InFlight">Calls in flight after it.</param>
/// <param name="Bound">No permit was free until it came back.</param>
/// <param name="InBlock">It came back inside a block.</param>
/// <param name="Latency">To the last byte; NaN: not measured.</param>
/// <param name="FirstByte">To the first byte of a streamed answer; NaN: plain, or not measured.</param>
/// <param name="OutputTokens">As reported.</param>
/// <param name="Count">How many.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityCompleted")]
public readonly record struct CapacityCompleted(
    [property: Id(0)] long Generation,
    [property: Id(1)] int Level,
    [property: Id(2)] int InFlight,
    [property: Id(3)] bool Bound,
    [property: Id(4)] bool InBlock,
    [property: Id(5)] double Latency,
    [property: Id(6)] double FirstByte,
    [property: Id(7)] long OutputTokens,
    [property: Id(8)] long Count);
