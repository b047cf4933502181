using Granary.Abstractions.Models;

namespace Granary.Grains.Models;

/// <summary>The caller's side of a relay: knows whether anything has reached the caller, and does not wait for one who takes nothing.</summary>
internal sealed class CallerSink(IRelaySink sink)
{
    private static readonly TimeSpan LongestStuck = TimeSpan.FromSeconds(30);

    /// <summary>The caller has seen the status at least.</summary>
    public bool Started { get; private set; }

    /// <summary>Sends bytes, the status before the first of them.</summary>
    /// <exception cref="CallerGoneException">The caller's connection is broken.</exception>
    public async ValueTask WriteAsync(HttpResponseMessage response, ReadOnlyMemory<byte> bytes, Attempt attempt)
    {
        attempt.Clock.Expect(CallExpiry.Caller, LongestStuck);
        await WriteAsync(
            (int)response.StatusCode,
            Started ? [] : AnswerHeaders.ForCaller(response),
            bytes,
            attempt.Progress with { UpstreamRequestId = UpstreamRequestId(response) },
            attempt.Clock.Token);
        attempt.Clock.Rest();
    }

    /// <summary>The same without an attempt behind it, for what is said after the provider's last byte.</summary>
    public async ValueTask WriteAsync(
        int status, IReadOnlyList<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> bytes, RelayProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            if (!Started)
            {
                Started = true;
                await sink.StartAsync(status, headers, progress, cancellationToken);
            }

            if (!bytes.IsEmpty)
            {
                await sink.WriteAsync(bytes, cancellationToken);
            }
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            throw new CallerGoneException(broken);
        }
    }

    /// <summary>The provider's own id of the call.</summary>
    public static string? UpstreamRequestId(HttpResponseMessage response) =>
        AnswerHeaders.First(response.Headers, "x-request-id") ?? AnswerHeaders.First(response.Headers, "request-id");
}
