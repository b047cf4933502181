using System.Text.Json;
using Granary.Admission.Signals;

namespace Granary.Grains.Models;

/// <summary>
/// Relays an answer that is no stream of events. Up to 4 MiB it is read whole and checked before the caller sees a byte, so that a broken one may
/// still be sent again; a longer one passes through as it comes.
/// </summary>
internal static class PlainRelay
{
    public static async Task<AttemptEnd> RunAsync(CallerSink sink, HttpResponseMessage response, Attempt attempt)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(attempt.Clock.Token);
        var (bytes, whole) = response.Content.Headers.ContentLength > AnswerBody.WholeBytes
            ? (ReadOnlyMemory<byte>.Empty, false)
            : await AnswerBody.ReadAsync(stream, AnswerBody.WholeBytes, attempt);
        if (whole)
        {
            var end = Check((int)response.StatusCode, bytes);
            if (end.Fault is null)
            {
                await sink.WriteAsync(response, bytes, attempt);
            }

            return end;
        }

        await sink.WriteAsync(response, bytes, attempt);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            attempt.Clock.Expect(CallExpiry.Idle, attempt.Target.Timeouts.IdleOrDefault);
            var read = await stream.ReadAsync(buffer, attempt.Clock.Token);
            attempt.Clock.Rest();
            if (read == 0)
            {
                return default;
            }

            await sink.WriteAsync(response, buffer.AsMemory(0, read), attempt);
        }
    }

    private static AttemptEnd Check(int status, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = ProviderJson.Parse(body);
            return ErrorBody.Read(document.RootElement) is { } error
                ? new AttemptEnd(FaultClassifier.Of(new ProviderAnswer(status, error, RateFields.None, null), mayRetry: true))
                : new AttemptEnd(null, AnswerUsage.Read(document.RootElement) ?? default);
        }
        catch (JsonException)
        {
            return new AttemptEnd(ProviderFault.Connection("The provider's answer is not valid JSON.", status));
        }
    }
}
