using Granary.Abstractions.Runs;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Granary.Api.Runs;

/// <summary><c>POST /v1/runs</c> and <c>POST /v1/runs/validate</c>. A document is checked whole; all errors come in one answer and nothing is started.</summary>
internal static class RunSubmissionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/runs", SubmitAsync);
        routes.MapPost("/v1/runs/validate", ValidateAsync);
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, IGrainFactory grains, IOptions<ApiOptions> options)
    {
        var (submission, problem) = await RunDocumentBody.ReadAsync(context, options.Value);
        if (submission is null)
        {
            return problem!;
        }

        var result = await grains.GetGrain<IRunSubmissionGrain>(0).SubmitAsync(submission);
        return result.Outcome switch
        {
            RunSubmissionOutcome.Created => Results.Json(result.Run, ApiJson.Options, statusCode: 201).WithLocation($"/v1/runs/{result.Run!.Id}"),
            RunSubmissionOutcome.Continued => Results.Json(result.Run, ApiJson.Options).WithLocation($"/v1/runs/{result.Run!.Id}"),
            RunSubmissionOutcome.Unreadable => Errors(result.Errors, readable: false),
            RunSubmissionOutcome.Invalid => Errors(result.Errors, readable: true),
            RunSubmissionOutcome.Conflict => KnownProblems.Conflict(result.Conflict!.Code, result.Conflict.Detail),
            _ => throw new InvalidOperationException($"Submission outcome {result.Outcome} has no answer."),
        };
    }

    private static async Task<IResult> ValidateAsync(HttpContext context, IGrainFactory grains, IOptions<ApiOptions> options)
    {
        var (submission, problem) = await RunDocumentBody.ReadAsync(context, options.Value);
        if (submission is null)
        {
            return problem!;
        }

        var validation = await grains.GetGrain<IRunSubmissionGrain>(0).ValidateAsync(submission);
        return validation.Errors.IsEmpty
            ? Results.Json(new { validation.Order, validation.Edges, validation.Tasks, validation.Warnings }, ApiJson.Options)
            : Errors(validation.Errors, validation.Readable);
    }

    public static ProblemResult Errors(IReadOnlyList<RunDocumentError> errors, bool readable)
    {
        var list = errors.Select(ProblemError.From).ToList();
        var count = list.Count == 1 ? "1 problem" : $"{list.Count} problems";
        return readable
            ? KnownProblems.InvalidDocument($"{count}; nothing was started. Each entry names its place and what to do.", list)
            : KnownProblems.Unreadable(list.Count > 0 ? list[0].Message : "The document is no YAML and no JSON.", list);
    }
}
