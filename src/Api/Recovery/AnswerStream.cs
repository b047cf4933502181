namespace Granary.Api.Recovery;

/// <summary>The body stream of an answer that is captured; only what a handler does with a response is supported.</summary>
internal sealed class AnswerStream(AnswerCapture capture) : Stream
{
    private long _written;

    public override bool CanRead => false;

    /// <summary>True, so that whoever starts an answer anew can cut what was written before.</summary>
    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException("A response body is written from the start to the end.");
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A response body is not read.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A response body is written from the start to the end.");

    public override void SetLength(long value)
    {
        if (value != 0 || !capture.TryReset())
        {
            throw new NotSupportedException("A response body can only be cut whole, and only before any of it left.");
        }

        _written = 0;
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A response body is written asynchronously.");

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _written += buffer.Length;
        return capture.WriteAsync(buffer, cancellationToken);
    }
}
