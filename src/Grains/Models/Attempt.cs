using Granary.Abstractions.Models;
using Granary.Grains.Providers;

namespace Granary.Grains.Models;

/// <summary>One attempt in progress, as the reader of its answer sees it.</summary>
/// <param name="Target">Where it went.</param>
/// <param name="Clock">Its time-outs.</param>
/// <param name="Time">The clock behind them.</param>
/// <param name="SentAt">Timestamp of the send.</param>
/// <param name="Progress">What a caller may be told of the call so far.</param>
/// <param name="Caller">Cancelled when the caller leaves; nothing else cancels it.</param>
internal sealed record Attempt(AliasTarget Target, CallClock Clock, TimeProvider Time, long SentAt, RelayProgress Progress, CancellationToken Caller)
{
    /// <summary>Since the send.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(SentAt);
}
