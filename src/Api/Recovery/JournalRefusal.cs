namespace Granary.Api.Recovery;

/// <summary>Why a request could not be written down, and so does not run.</summary>
/// <param name="Code">Code of the answer.</param>
/// <param name="Detail">What is wrong and what helps.</param>
/// <param name="RetryAfter">When another try is useful.</param>
internal sealed record JournalRefusal(string Code, string Detail, TimeSpan RetryAfter);
