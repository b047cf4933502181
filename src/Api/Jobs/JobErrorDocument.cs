namespace Granary.Api.Jobs;

/// <summary>Why a job, or its last attempt, failed.</summary>
internal sealed record JobErrorDocument(string Code, string Message, string? Type);
