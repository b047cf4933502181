using System.Collections.Concurrent;
using System.Security.Cryptography;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Runs;

/// <summary>
/// Documents compiled in this process, so that a run and its row groups share one executable form. Bounded: the oldest entries go first; one
/// that is in use lives on with its users. Documents with errors are not kept. Thread-safe.
/// </summary>
internal sealed class CompiledRunCache(RunCompiler compiler)
{
    private const int Capacity = 64;

    private readonly ConcurrentDictionary<string, Lazy<Task<CachedRun>>> _runs = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>The executable form of a submission that was checked before.</summary>
    /// <exception cref="RunDocumentException">It has errors now: an alias is gone, or the dataset changed.</exception>
    public async Task<CachedRun> GetAsync(RunSubmission submission)
    {
        var key = KeyOf(submission);
        var cached = _runs.GetOrAdd(key, added =>
        {
            _order.Enqueue(added);
            return new Lazy<Task<CachedRun>>(() => CompileAsync(submission));
        });
        while (_order.Count > Capacity && _order.TryDequeue(out var oldest))
        {
            _runs.TryRemove(oldest, out _);
        }

        try
        {
            return await cached.Value;
        }
        catch
        {
            _runs.TryRemove(KeyValuePair.Create(key, cached));
            throw;
        }
    }

    private async Task<CachedRun> CompileAsync(RunSubmission submission)
    {
        var compilation = await compiler.CompileAsync(submission, CancellationToken.None);
        return compilation.Run is { } run
            ? new CachedRun(run)
            : throw new RunDocumentException(string.Join(" ", compilation.Errors.Take(3).Select(static e => $"{e.Code} at {e.Pointer}: {e.Message}")));
    }

    private static string KeyOf(RunSubmission submission)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{submission.Tenant}\n{submission.Format}\n{submission.Rows}\n{submission.Band}\n{submission.Resume}\n"));
        hash.AppendData(submission.Document.AsSpan());
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
