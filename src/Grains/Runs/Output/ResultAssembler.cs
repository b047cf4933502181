using System.IO.Compression;
using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Runs.Output;

/// <summary>
/// Puts the parts of a finished run together in row order: <c>&lt;name&gt;.jsonl</c> (or <c>.csv</c>, with its header; compressed parts as members of
/// one gzip file) and <c>dropped.jsonl</c>. The parts stay.
/// </summary>
internal sealed class ResultAssembler(IArtifactStore artifacts)
{
    /// <summary>Numbers of the groups whose part is not in the store with its length.</summary>
    public async Task<IReadOnlyList<long>> MissingAsync(string run, IEnumerable<RunPart> parts, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var file in await artifacts.ListAsync(RunFiles.Parts(run) + "/", cancellationToken))
        {
            found[file.Name] = file.Length;
        }

        return [.. parts.Where(p => !found.TryGetValue(p.Name, out var length) || length != p.Bytes).Select(static p => p.Group)];
    }

    /// <exception cref="IOException">A part is gone, or the result cannot be written.</exception>
    public async Task AssembleAsync(RunManifest manifest, IReadOnlyList<string> droppedFiles, RunOutput output, CancellationToken cancellationToken)
    {
        byte[] header = output.Format == "csv" ? RowText.CsvHeader(manifest.Columns) : [];
        if (manifest.Parts.Length > 0)
        {
            await ConcatenateAsync(
                RunFiles.Result(manifest.RunId, manifest.Name, output), output.Gzip ? Compress(header) : header, manifest.Parts.Select(static p => p.Name), cancellationToken);
        }

        if (droppedFiles.Count > 0)
        {
            await ConcatenateAsync(RunFiles.Dropped(manifest.RunId), [], droppedFiles, cancellationToken);
        }
    }

    private Task ConcatenateAsync(string name, byte[] header, IEnumerable<string> pieces, CancellationToken cancellationToken) => artifacts.WriteAsync(
        name,
        async (result, token) =>
        {
            await result.WriteAsync(header, token);
            foreach (var piece in pieces)
            {
                await using var part = await artifacts.OpenReadAsync(piece, token)
                    ?? throw new IOException($"'{piece}' is not in the artifact store any more. Resume the run to make its rows again.");
                await part.CopyToAsync(result, token);
            }
        },
        cancellationToken);

    private static byte[] Compress(byte[] header)
    {
        if (header.Length == 0)
        {
            return header;
        }

        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(header);
        }

        return compressed.ToArray();
    }
}
