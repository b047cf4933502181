using System.Collections.Immutable;
using System.IO.Pipelines;

using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Idempotency;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>
/// Keeps the body of an answer while it is made: in memory up to 1 MiB, above that on its way into the artifact store up to 64 MiB, above that not at
/// all. Used by one request, one step at a time.
/// </summary>
internal sealed class AnswerSpool(IArtifactStore? artifacts, string artifact)
{
    public const int MaxInline = 1 << 20;
    public const long MaxArtifact = 64L << 20;

    private MemoryStream _inline = new();
    private Pipe? _pipe;
    private Task? _stored;
    private long _length;
    private bool _lost;

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes)
    {
        _length += bytes.Length;
        if (_lost)
        {
            return;
        }

        if (_pipe is null)
        {
            if (_inline.Length + bytes.Length <= MaxInline)
            {
                await _inline.WriteAsync(bytes);
                return;
            }

            if (artifacts is null)
            {
                await DiscardAsync();
                return;
            }

            _pipe = new Pipe();
            _stored = StoreAsync(artifacts, _pipe.Reader);
            await WriteAsync(_inline.GetBuffer().AsMemory(0, (int)_inline.Length));
            _inline = new MemoryStream();
        }

        if (_length > MaxArtifact)
        {
            await DiscardAsync();
            return;
        }

        await WriteAsync(bytes);
    }

    /// <summary>Forgets what came so far, because the answer begins anew; false: some of it is in the store already.</summary>
    public bool TryReset()
    {
        if (_pipe is not null)
        {
            return false;
        }

        (_inline, _length, _lost) = (new MemoryStream(), 0, false);
        return true;
    }

    /// <summary>The whole answer; a large body is durable in the store when this returns.</summary>
    public async Task<KeptAnswer> EndAsync(string requestId, HttpResponse response)
    {
        var headers = AnswerHeaders.Of(response.Headers);
        if (_pipe is not null && !_lost)
        {
            await _pipe.Writer.CompleteAsync();
            if (await IsStoredAsync())
            {
                return new KeptAnswer(requestId, response.StatusCode, headers, [], artifact, _length, Kept: true);
            }
        }

        return _lost
            ? new KeptAnswer(requestId, response.StatusCode, headers, [], null, _length, Kept: false)
            : new KeptAnswer(requestId, response.StatusCode, headers, ImmutableArray.Create(_inline.GetBuffer().AsSpan(0, (int)_inline.Length)), null, _length, Kept: true);
    }

    /// <summary>Gives the body up; nothing of it becomes visible.</summary>
    public async ValueTask DiscardAsync()
    {
        _lost = true;
        _inline = new MemoryStream();
        if (_pipe is { } pipe)
        {
            _pipe = null;
            await pipe.Writer.CompleteAsync(new IOException("The answer is not kept."));
            await IsStoredAsync();
        }
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var flushed = await _pipe!.Writer.WriteAsync(bytes);
        if (flushed.IsCompleted)
        {
            // The store gave up; the answer still goes to its caller.
            await DiscardAsync();
        }
    }

    private async Task<bool> IsStoredAsync()
    {
        try
        {
            await _stored!;
            return true;
        }
        catch (Exception)
        {
            // Given up by us, or the store's failure: either way there is no body to speak of, which is what the answer will say.
            _lost = true;
            return false;
        }
    }

    private async Task StoreAsync(IArtifactStore store, PipeReader reader)
    {
        Exception? failure = null;
        try
        {
            await store.WriteAsync(artifact, (target, cancellationToken) => reader.CopyToAsync(target, cancellationToken), CancellationToken.None);
        }
        catch (Exception error)
        {
            failure = error;
            throw;
        }
        finally
        {
            await reader.CompleteAsync(failure);
        }
    }
}
