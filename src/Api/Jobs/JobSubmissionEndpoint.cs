using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;
using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Executors;
using Granary.Api.Problems;
using Granary.Api.Recovery;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Granary.Api.Jobs;

/// <summary>
/// <c>POST /v1/jobs</c>: 202 with <c>Location</c> once the job is stored. All errors of a body come together; unknown pools and handlers are answered
/// with the valid names. A submission that is run again from the journal is the same job. A large input goes to the artifact store first and is deleted again when there is no job.
/// </summary>
internal static class JobSubmissionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/jobs", HandleAsync)
        .WithRecovery(new RecoverableRoute { BestEffort = true, Bound = static options => options.MaxJobBytes, BoundSetting = "Api:MaxJobBytes" });

    private static async Task<IResult> HandleAsync(
        HttpContext context, IGrainFactory grains, IArtifactStore artifacts, IOptions<ApiOptions> options, TimeProvider time)
    {
        if (QueryRules.Check(context.Request.Query) is { } unknown)
        {
            return unknown;
        }

        if (!IsJson(context.Request.ContentType))
        {
            return KnownProblems.UnsupportedType($"Content-Type is '{context.Request.ContentType}'; send application/json.");
        }

        var bytes = await BoundedBody.ReadAsync(context.Request, options.Value.MaxJobBytes, context.RequestAborted);
        if (bytes is null)
        {
            return KnownProblems.TooLarge(
                $"The body is larger than {options.Value.MaxJobBytes} bytes (setting Api:MaxJobBytes). Upload the data and name it in the input instead.");
        }

        var (body, problem) = JobBody.Read(bytes, time.GetUtcNow());
        if (body is null)
        {
            return problem!;
        }

        var submission = RequestIdentity.NumberOf(context);
        var input = await KeepAsync(submission, body.Input, artifacts, context.RequestAborted);
        JobSubmissionResult result;
        try
        {
            result = await grains.GetGrain<IJobSubmissionGrain>(0).SubmitAsync(body.Request(Caller.Open.Tenant, input) with { Submission = submission });
        }
        catch when (input.Artifact is not null && !JournaledRequest.IsRunAgain(context))
        {
            // Whether there is a job is not known; if there is, it fails for want of its input, which is better than a file that nobody deletes. A submission
            // that comes again finds its file.
            await artifacts.DeleteAsync(input.Artifact, CancellationToken.None);
            throw;
        }

        if (result.Job is { } job)
        {
            return Results.Json(JobDocument.Of(job), ApiJson.Options, statusCode: StatusCodes.Status202Accepted).WithLocation($"/v1/jobs/{job.Id}");
        }

        if (input.Artifact is not null)
        {
            await artifacts.DeleteAsync(input.Artifact, CancellationToken.None);
        }

        return Refused(result.Refusal!);
    }

    private static IResult Refused(TaskFailure refusal) => refusal.Code == JobSubmissionResult.TenantLimit
        ? new DelayedResult(
            new Problem(StatusCodes.Status429TooManyRequests, refusal.Code, "The tenant has as much as it may have", refusal.Message),
            refusal.RetryAfter ?? TimeSpan.FromSeconds(5))
        : ExecutorProblems.Refused(refusal);

    private static async Task<JobBlob> KeepAsync(Guid submission, ReadOnlyMemory<byte> input, IArtifactStore artifacts, CancellationToken cancellationToken)
    {
        if (input.Length <= JobBlob.LargestInline)
        {
            return JobBlob.Of(input, isJson: true);
        }

        var name = $"job-inputs/{submission:n}";
        await artifacts.WriteAsync(name, (stream, token) => stream.WriteAsync(input, token).AsTask(), cancellationToken);
        return new JobBlob(ReadOnlyMemory<byte>.Empty, name, input.Length, IsJson: true);
    }

    private static bool IsJson(string? contentType) =>
        string.Equals(contentType?.Split(';')[0].Trim(), "application/json", StringComparison.OrdinalIgnoreCase);
}
