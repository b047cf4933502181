namespace Granary.Abstractions.Capacity;

/// <summary>So many refusals or failures alike. Seconds of duration.</summary>
/// <param name="Cause">What the answer means: 0 none, 1 accepted, 2 capacity, 3 unclear, 4 bucket, 5 ramp, 6 outage, 7 quota, 8 server failure,
/// 9 provider time-out, 10 request.</param>
/// <param name="Generation">Generation of the limit at admission.</param>
/// <param name="Level">Calls in flight at admission.</param>
/// <param name="InFlight">Calls in flight after it.</param>
/// <param name="Limit">Limit known at admission.</param>
/// <param name="RetryAfter">What is left of the wait asked for; 0: none.</param>
/// <param name="Latency">Time to the refusal; NaN: not measured.</param>
/// <param name="Bucket">0 none, 1 requests, 2 tokens, 3 input tokens, 4 output tokens.</param>
/// <param name="Count">How many.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityRejected")]
public readonly record struct CapacityRejected(
    [property: Id(0)] int Cause,
    [property: Id(1)] long Generation,
    [property: Id(2)] int Level,
    [property: Id(3)] int InFlight,
    [property: Id(4)] int Limit,
    [property: Id(5)] double RetryAfter,
    [property: Id(6)] double Latency,
    [property: Id(7)] int Bucket,
    [property: Id(8)] long Count);
