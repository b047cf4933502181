namespace Granary.Abstractions.Runs;

/// <summary>Makes the first rows of a document without starting a run. Stateless worker, key 0.</summary>
[Alias("granary.IRunPreviewGrain")]
public interface IRunPreviewGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Makes up to <paramref name="rows"/> rows in memory, in the band <c>standard</c>, for at most 180 s; nothing is stored. Calls are paid for as ever.
    /// Sampled values are those of the run's first rows.
    /// </summary>
    [Alias("preview"), ResponseTimeout("00:03:30")]
    Task<RunPreview> PreviewAsync(RunSubmission submission, int rows, CancellationToken cancellationToken);
}
