namespace Granary.Abstractions.Runs;

/// <summary>
/// Reads, checks and starts run documents. Stateless worker, key 0. A document is validated whole before anything is stored.
/// </summary>
[Alias("granary.IRunSubmissionGrain")]
public interface IRunSubmissionGrain : IGrainWithIntegerKey
{
    /// <summary>Checks a document; stores nothing.</summary>
    [Alias("validate")]
    Task<RunValidation> ValidateAsync(RunSubmission submission);

    /// <summary>Checks a document and starts it; durable before it answers.</summary>
    [Alias("submit")]
    Task<RunSubmissionResult> SubmitAsync(RunSubmission submission);
}
