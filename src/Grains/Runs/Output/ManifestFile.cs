using System.Collections.Immutable;
using System.Text.Json;
using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Lifecycle;

namespace Granary.Grains.Runs.Output;

/// <summary>Writes <c>manifest.json</c>: the manifest, and beside it the document, the states with their times and what each column cost in cells.</summary>
internal sealed class ManifestFile(IArtifactStore artifacts)
{
    public Task WriteAsync(RunManifest manifest, RunView view, RunGrainState state, RunSubmission submission, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                manifest.RunId,
                manifest.Name,
                manifest.Fingerprint,
                manifest.RandomSeed,
                manifest.State,
                manifest.Outcome,
                view.Reason,
                manifest.Format,
                manifest.Gzip,
                manifest.Columns,
                manifest.Rows,
                manifest.Usage,
                view.Cost,
                cells = view.Columns,
                manifest.Profile,
                view.Failures,
                droppedBy = state.SealedTotals?.DroppedBy ?? ImmutableSortedDictionary<string, long>.Empty,
                states = state.History.Select(static h => new { h.State, h.At, h.Reason }).ToArray(),
                manifest.Parts,
                manifest.DroppedFiles,
                manifest.Processing,
                document = Document(submission),
            },
            RunJson.Indented);
        return artifacts.WriteAsync(
            RunFiles.Manifest(manifest.RunId), async (file, token) => await file.WriteAsync(content, token), cancellationToken);
    }

    private static JsonElement Document(RunSubmission submission)
    {
        var reader = new Utf8JsonReader(submission.Document.AsSpan());
        return JsonElement.ParseValue(ref reader);
    }
}
