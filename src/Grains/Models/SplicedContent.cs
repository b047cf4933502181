using System.Net;

namespace Granary.Grains.Models;

/// <summary>A received body with a few edits, sent without copying it together. The edits are in order and do not touch each other.</summary>
internal sealed class SplicedContent : HttpContent
{
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private readonly long _length;

    public SplicedContent(ReadOnlyMemory<byte> body, IReadOnlyList<BodyEdit> edits)
    {
        var at = 0;
        foreach (var edit in edits)
        {
            _parts.Add(body[at..edit.Start]);
            _parts.Add(edit.Bytes);
            at = edit.Start + edit.Length;
        }

        _parts.Add(body[at..]);
        _length = _parts.Sum(p => (long)p.Length);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (var part in _parts)
        {
            await stream.WriteAsync(part, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}
