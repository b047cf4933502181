using System.Text.Json;

using Granary.Abstractions.Jobs;

namespace Granary.Api.Jobs;

/// <summary>A job as the routes show it.</summary>
internal sealed record JobDocument(
    string Id,
    string Pool,
    string Handler,
    JobState State,
    DateTimeOffset Since,
    int Attempt,
    int MaxAttempts,
    JobProgressDocument? Progress,
    string? WaitsFor,
    JobErrorDocument? Error,
    string? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? Deadline,
    DateTimeOffset? ExpiresAt,
    long? ResultBytes)
{
    public static JobDocument Of(JobView job) => new(
        job.Id,
        job.Pool,
        job.Handler,
        job.State,
        job.Since,
        job.Attempt,
        job.MaxAttempts,
        job.Progress is { } progress ? JobProgressDocument.Of(progress) : null,
        job.WaitsFor,
        job.Error is { } error ? new JobErrorDocument(error.Code, error.Message, error.RemoteType) : null,
        job.Reason,
        job.CreatedAt,
        job.StartedAt,
        job.EndedAt,
        job.Deadline,
        job.ExpiresAt,
        job.ResultBytes);

    public static string Text(JobView job) => JsonSerializer.Serialize(Of(job), ApiJson.Options);
}
