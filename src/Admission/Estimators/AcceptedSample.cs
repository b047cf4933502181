namespace Granary.Admission.Estimators;

/// <summary>A provider said yes: 2xx response headers, once per attempt.</summary>
/// <param name="Generation">Generation of the limit at admission.</param>
/// <param name="Level">Calls of the key in flight at admission, this one included.</param>
/// <param name="InFlight">Calls in flight now, this one included.</param>
/// <param name="Limit">Limit its agent knew at admission.</param>
/// <param name="Bound">No permit was free when the sample was taken. Only bound samples raise a limit.</param>
/// <param name="Count">How many alike it stands for.</param>
/// <param name="Presumed">Nobody said yes, but a refusal would have come by now. Never opens a gate.</param>
public readonly record struct AcceptedSample(
    long Generation, int Level, int InFlight, int Limit, bool Bound, long Count = 1, bool Presumed = false);
