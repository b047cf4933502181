namespace Granary.Grains.Simulator;

/// <summary>In which header a simulated 429 says when to come back.</summary>
internal enum RetryAfterForm
{
    /// <summary><c>retry-after</c> in whole seconds, rounded up, and the exact <c>retry-after-ms</c>.</summary>
    Both,

    /// <summary><c>retry-after</c> in seconds with decimals.</summary>
    Seconds,

    /// <summary><c>retry-after-ms</c> alone.</summary>
    Milliseconds,

    /// <summary><c>retry-after</c> as an HTTP date, beside a <c>date</c> header.</summary>
    Date,

    /// <summary>Each 429 picks one of: seconds, milliseconds, nothing.</summary>
    Mixed,
}
