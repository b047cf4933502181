using System.Text.Json;
using Granary.Admission.Signals;

namespace Granary.Grains.Models;

/// <summary>
/// Relays a stream of events, byte for byte, each one complete or not at all. Life of a stream:
/// 1. bytes are held until an empty line ends an event; complete events that arrive together leave together;
/// 2. each is looked at: finish reasons and usage are noted, what is not JSON ends the stream, the usage nobody asked for stays here;
/// 3. after the finish reason of every choice the end marker must follow within 5 s, else it is added;
/// 4. after the end marker the provider has 5 s to close, and whatever happens then the answer is complete.
/// </summary>
internal sealed class StreamRelay(CallerSink sink, HttpResponseMessage response, Attempt attempt, bool holdUsage) : IDisposable
{
    private const int LargestEvent = 4 << 20;
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    private readonly HeldBytes _held = new();
    private readonly EventSplitter _splitter = new();
    private readonly ChatStreamProgress _progress = new();
    private ProviderFault? _fault;
    private TimeSpan? _firstByte;

    /// <summary>The end marker was added.</summary>
    public bool Repaired { get; private set; }

    /// <summary>The last event relayed was the provider's own error.</summary>
    public bool ErrorEventRelayed { get; private set; }

    /// <summary>Relays to the provider's last byte. Exceptions of the connection, the caller and the clock may leave it.</summary>
    public async Task<AttemptEnd> RunAsync()
    {
        await using var stream = await response.Content.ReadAsStreamAsync(attempt.Clock.Token);
        while (await ReadAsync(stream))
        {
            await RelayAsync();
            if (_fault is not null)
            {
                return End(_fault);
            }

            if (_held.Memory.Length > LargestEvent)
            {
                return End(TooLong());
            }
        }

        if (_progress.Ended)
        {
            return End(null);
        }

        if (!_progress.Finished)
        {
            return End(ProviderFault.Connection("The provider's stream ended before the answer did.", (int)response.StatusCode));
        }

        // The clock may have run out over the missing end marker; only the caller's own leaving matters now.
        Repaired = true;
        await sink.WriteAsync((int)response.StatusCode, [], Done, attempt.Progress, attempt.Caller);
        return End(null);
    }

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();

    /// <summary>The next bytes; false at the end of the stream, or of our patience with a stream whose answer is complete.</summary>
    private async Task<bool> ReadAsync(Stream stream)
    {
        var complete = _progress.Ended || _progress.Finished;
        attempt.Clock.Expect(complete ? CallExpiry.End : CallExpiry.Idle, complete ? LongestEnd : attempt.Target.Timeouts.IdleOrDefault);
        try
        {
            var read = await stream.ReadAsync(_held.Free(), attempt.Clock.Token);
            attempt.Clock.Rest();
            if (read > 0)
            {
                _firstByte ??= attempt.Elapsed;
            }

            _held.Added(read);
            return read > 0;
        }
        catch (OperationCanceledException) when (attempt.Clock.Expired == CallExpiry.End && !attempt.Caller.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception over) when (_progress.Ended && over is OperationCanceledException or IOException or HttpRequestException)
        {
            // The caller has everything; how the connections end is nobody's concern.
            return false;
        }
    }

    /// <summary>Passes on every complete event that is held.</summary>
    private async Task RelayAsync()
    {
        var start = 0;
        var at = 0;
        while (_fault is null && _splitter.Find(_held.Memory.Span[at..]) is var length and > 0)
        {
            var verdict = _progress.Ended ? StreamVerdict.HoldBack : Judge(_held.Memory.Slice(at, length));
            if (verdict == StreamVerdict.Error && (sink.Started || at > start))
            {
                ErrorEventRelayed = true;
                verdict = StreamVerdict.Relay;
            }

            if (verdict != StreamVerdict.Relay)
            {
                await WriteAsync(start, at);
                start = at + length;
            }

            at += length;
        }

        await WriteAsync(start, at);
        _held.Remove(at);
    }

    private async ValueTask WriteAsync(int start, int end)
    {
        if (end > start)
        {
            await sink.WriteAsync(response, _held.Memory[start..end], attempt);
        }
    }

    private StreamVerdict Judge(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > LargestEvent)
        {
            _fault = TooLong();
            return StreamVerdict.Bad;
        }

        var read = StreamEvent.Read(bytes);
        if (!read.HasData)
        {
            return StreamVerdict.Relay;
        }

        if (read.IsDone)
        {
            _progress.Ended = true;
            return StreamVerdict.Relay;
        }

        try
        {
            using var document = ProviderJson.Parse(read.Data);
            if (ErrorBody.Read(document.RootElement) is { } error)
            {
                _fault = FaultClassifier.Of(new ProviderAnswer((int)response.StatusCode, error, RateFields.None, null), mayRetry: true);
                return StreamVerdict.Error;
            }

            return _progress.Take(document.RootElement) && holdUsage ? StreamVerdict.HoldBack : StreamVerdict.Relay;
        }
        catch (JsonException)
        {
            _fault = ProviderFault.Connection("The provider sent an event that is not JSON.", (int)response.StatusCode);
            return StreamVerdict.Bad;
        }
    }

    private ProviderFault TooLong() => ProviderFault.Connection("The provider sent an event longer than 4 MiB.", (int)response.StatusCode);

    private AttemptEnd End(ProviderFault? fault) => new(fault, _progress.Usage ?? default, _firstByte);
}
