namespace Granary.Admission.Estimators;

/// <summary>A call ended well: the last byte came. Times in seconds.</summary>
/// <param name="Generation">Generation of the limit at admission.</param>
/// <param name="Level">Calls of the key in flight at admission, this one included.</param>
/// <param name="InFlight">Calls in flight after it.</param>
/// <param name="Bound">No permit was free until it came back.</param>
/// <param name="InBlock">It came back while the key was blocked, as its agent saw it.</param>
/// <param name="Latency">From sending to the last byte; NaN: not measured, it only counts.</param>
/// <param name="FirstByte">From sending to the first byte of a streamed answer; NaN for plain calls.</param>
/// <param name="OutputTokens">As the provider reported, else 0.</param>
/// <param name="Count">How many alike it stands for.</param>
public readonly record struct CompletedSample(
    long Generation, int Level, int InFlight, bool Bound, bool InBlock, double Latency, double FirstByte = double.NaN, long OutputTokens = 0,
    long Count = 1);
