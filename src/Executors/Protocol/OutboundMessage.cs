namespace Granary.Executors.Protocol;

/// <summary>A message on its way out: one frame, or a first frame and data frames after it. Belongs to the writer once it is handed over.</summary>
internal sealed class OutboundMessage(FrameType type, ulong call, ReadOnlyMemory<byte> meta, ExecutorPayload payload = default)
{
    private int _sent;
    private bool _begun;

    /// <summary>It fits one frame.</summary>
    public bool IsWhole => payload.Data.Length <= ProtocolLimits.ChunkBytes;

    /// <summary>Bytes of the next frame.</summary>
    public int NextLength => ProtocolLimits.HeaderBytes + (_begun ? 0 : meta.Length) + NextData;

    /// <summary>All frames were taken.</summary>
    public bool IsDone => _begun && _sent == payload.Data.Length;

    private int NextData => Math.Min(ProtocolLimits.ChunkBytes, payload.Data.Length - _sent);

    /// <summary>Writes the next frame; returns its length.</summary>
    public int TakeFrame(Span<byte> target)
    {
        var head = _begun ? default : meta.Span;
        var data = payload.Data.Span.Slice(_sent, NextData);
        var flags = (payload.IsJson ? FrameFlags.Json : FrameFlags.None) | (_sent + data.Length < payload.Data.Length ? FrameFlags.More : FrameFlags.None);
        new FrameHeader(_begun ? FrameType.Data : type, flags, head.Length, data.Length, call).Write(target);
        head.CopyTo(target[ProtocolLimits.HeaderBytes..]);
        data.CopyTo(target[(ProtocolLimits.HeaderBytes + head.Length)..]);
        _begun = true;
        _sent += data.Length;
        return ProtocolLimits.HeaderBytes + head.Length + data.Length;
    }
}
