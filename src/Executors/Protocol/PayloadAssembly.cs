namespace Granary.Executors.Protocol;

/// <summary>Puts a payload together from its first frame and the data frames after it. Memory is taken once, after its total size has been checked.</summary>
internal sealed class PayloadAssembly
{
    private readonly byte[]? _bytes;
    private readonly long _size;
    private readonly bool _isJson;
    private long _filled;

    private PayloadAssembly(byte[]? bytes, long size, bool isJson)
    {
        _bytes = bytes;
        _size = size;
        _isJson = isJson;
    }

    /// <summary>
    /// A payload that is whole with its first frame, or else what puts it together.
    /// </summary>
    /// <param name="frame">The first frame.</param>
    /// <param name="size">The total size its meta names; null if it names none.</param>
    /// <param name="limit">Most bytes.</param>
    /// <param name="discard">Only count: nobody wants it.</param>
    /// <param name="payload">The payload, if it is whole.</param>
    /// <exception cref="ProtocolException">The size is above the limit, missing, or not what came.</exception>
    public static PayloadAssembly? Begin(FrameReader frame, long? size, int limit, bool discard, out ExecutorPayload payload)
    {
        var isJson = (frame.Header.Flags & FrameFlags.Json) != 0;
        var hasMore = (frame.Header.Flags & FrameFlags.More) != 0;
        var total = size ?? (hasMore ? throw new ProtocolException("a payload in several frames names no size") : frame.Header.Data);
        if (total < 0 || total > limit)
        {
            throw new ProtocolException($"a payload has {total} bytes, above the limit of {limit}");
        }

        if (!hasMore)
        {
            payload = total == frame.Header.Data
                ? new ExecutorPayload(discard ? default : frame.Data.ToArray(), isJson)
                : throw new ProtocolException($"a payload names {total} bytes and has {frame.Header.Data}");
            return null;
        }

        payload = default;
        var assembly = new PayloadAssembly(discard ? null : new byte[total], total, isJson);
        assembly.Copy(frame);
        return assembly;
    }

    /// <summary>Adds a data frame; true when the payload is whole.</summary>
    /// <exception cref="ProtocolException">There is more or less than was named.</exception>
    public bool Add(FrameReader frame, out ExecutorPayload payload)
    {
        Copy(frame);
        var hasMore = (frame.Header.Flags & FrameFlags.More) != 0;
        if (!hasMore && _filled != _size)
        {
            throw new ProtocolException($"a payload names {_size} bytes and has {_filled}");
        }

        payload = new ExecutorPayload(_bytes, _isJson);
        return !hasMore;
    }

    private void Copy(FrameReader frame)
    {
        if (frame.Header.Data > _size - _filled)
        {
            throw new ProtocolException($"a payload names {_size} bytes and has more");
        }

        if (_bytes is not null)
        {
            frame.Data.CopyTo(_bytes.AsMemory((int)_filled));
        }

        _filled += frame.Header.Data;
    }
}
