using System.Buffers;

namespace Granary.Grains.Models;

/// <summary>Reads bodies of answers, up to a bound, with the idle time-out of the attempt.</summary>
internal static class AnswerBody
{
    /// <summary>What is read whole: answers of providers, before a caller sees the first byte of them.</summary>
    public const int WholeBytes = 4 << 20;

    /// <summary>
    /// Reads until the end or until more than <paramref name="most"/> bytes are there. The second value says whether the end was reached.
    /// </summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, bool Whole)> ReadAsync(Stream stream, int most, Attempt attempt)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        var idle = attempt.Target.Timeouts.IdleOrDefault;
        while (buffer.WrittenCount <= most)
        {
            attempt.Clock.Expect(CallExpiry.Idle, idle);
            var read = await stream.ReadAsync(buffer.GetMemory(4096), attempt.Clock.Token);
            if (read == 0)
            {
                attempt.Clock.Rest();
                return (buffer.WrittenMemory, true);
            }

            buffer.Advance(read);
        }

        attempt.Clock.Rest();
        return (buffer.WrittenMemory, false);
    }

    /// <summary>The body of an error answer, for what it says; empty if it breaks or is too long: the status alone decides then.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadRefusalAsync(HttpResponseMessage response, Attempt attempt)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(attempt.Clock.Token);
            var (bytes, whole) = await ReadAsync(stream, WholeBytes, attempt);
            return whole ? bytes : ReadOnlyMemory<byte>.Empty;
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
        catch (OperationCanceledException) when (!attempt.Caller.IsCancellationRequested && attempt.Clock.Expired != CallExpiry.Deadline)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }
}
