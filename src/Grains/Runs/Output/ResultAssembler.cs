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
            await WriteResultAsync(manifest, output.Gzip ? Compress(header) : header, output, cancellationToken);
        }

        if (droppedFiles.Count > 0)
        {
            await artifacts.WriteAsync(
                RunFiles.Dropped(manifest.RunId),
                async (result, token) =>
                {
                    foreach (var file in droppedFiles)
                    {
                        await CopyAsync(file, result, token);
                    }
                },
                cancellationToken);
        }
    }

    // Parts whole while they hold no more than what is left to write; of the next one the first rows.
    private Task WriteResultAsync(RunManifest manifest, byte[] header, RunOutput output, CancellationToken cancellationToken) => artifacts.WriteAsync(
        RunFiles.Result(manifest.RunId, manifest.Name, output),
        async (result, token) =>
        {
            await result.WriteAsync(header, token);
            var left = manifest.ResultRows;
            foreach (var part in manifest.Parts)
            {
                if (part.Rows <= left)
                {
                    await CopyAsync(part.Name, result, token);
                }
                else
                {
                    await using var rows = await OpenAsync(part.Name, token);
                    await FirstRows.CopyAsync(rows, result, left, output, token);
                }

                left = Math.Max(0, left - part.Rows);
                if (left == 0)
                {
                    break;
                }
            }
        },
        cancellationToken);

    private async Task CopyAsync(string name, Stream result, CancellationToken cancellationToken)
    {
        await using var part = await OpenAsync(name, cancellationToken);
        await part.CopyToAsync(result, cancellationToken);
    }

    private async Task<Stream> OpenAsync(string name, CancellationToken cancellationToken) =>
        await artifacts.OpenReadAsync(name, cancellationToken)
        ?? throw new IOException($"'{name}' is not in the artifact store any more. Resume the run to make its rows again.");

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
