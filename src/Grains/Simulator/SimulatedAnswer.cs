namespace Granary.Grains.Simulator;

/// <summary>
/// One answer on its way: status and headers now, the body piece by piece. The call keeps its place at the provider until the last piece is
/// handed out, or until this is disposed. For one reader.
/// </summary>
internal sealed class SimulatedAnswer(
    int status,
    IReadOnlyList<KeyValuePair<string, string>> headers,
    string contentType,
    long? contentLength,
    IReadOnlyList<SimulatedPiece> pieces,
    SimulatedClose close,
    SimulatorSlot? slot,
    SimulatorEnding ending) : IDisposable
{
    private static readonly TimeSpan LongestStall = TimeSpan.FromMinutes(10);
    private int _next;

    public int Status => status;

    public IReadOnlyList<KeyValuePair<string, string>> Headers => headers;

    public string ContentType => contentType;

    /// <summary>Declared length; null for a stream.</summary>
    public long? ContentLength => contentLength;

    /// <summary>A small answer that holds no place.</summary>
    public static SimulatedAnswer Json(int status, ReadOnlyMemory<byte> body) =>
        new(status, [], "application/json", body.Length, [new(TimeSpan.Zero, body)], SimulatedClose.Clean, null, SimulatorEnding.Refused);

    /// <summary>The next bytes, when their time has come; null after the last.</summary>
    /// <exception cref="IOException">The connection drops here.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (_next == pieces.Count)
        {
            if (close == SimulatedClose.Clean)
            {
                slot?.End(ending);
                return null;
            }

            if (close == SimulatedClose.Stall)
            {
                await Task.Delay(LongestStall, time, cancellationToken);
            }

            slot?.End(SimulatorEnding.Broken);
            throw new IOException("The simulated provider dropped the connection.");
        }

        var piece = pieces[_next];
        if (piece.After > TimeSpan.Zero)
        {
            await Task.Delay(piece.After, time, cancellationToken);
        }

        _next++;
        if (_next == pieces.Count && close == SimulatedClose.Clean)
        {
            // Before the bytes leave: whoever has the last byte may call again at once and must find the place free.
            slot?.End(ending);
        }

        return piece.Bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => slot?.End(close == SimulatedClose.Clean ? SimulatorEnding.Abandoned : SimulatorEnding.Broken);
}
