using System.Text.Json;

using Granary.Abstractions.Runs;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Granary.Api.Runs;

/// <summary>
/// <c>POST /v1/runs/preview?rows=</c>: the first rows of a document, 10 unless said otherwise, at most 100. 200; 422 with every error of the document; 504 with
/// the rows so far when 180 s were not enough; 409 when they cannot be made at all.
/// </summary>
internal static class RunPreviewEndpoint
{
    private const int UsualRows = 10;
    private const int MostRows = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/runs/preview", HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, IGrainFactory grains, IOptions<ApiOptions> options)
    {
        var (submission, problem) = await RunDocumentBody.ReadAsync(context, options.Value);
        if (submission is null)
        {
            return problem!;
        }

        if (submission.Rows > MostRows)
        {
            return KnownProblems.InvalidQuery($"rows is {submission.Rows}; a preview makes 1 to {MostRows}.");
        }

        var rows = (int)(submission.Rows ?? UsualRows);
        var preview = await grains.GetGrain<IRunPreviewGrain>(0).PreviewAsync(submission with { Rows = null }, rows, context.RequestAborted);
        if (!preview.Validation.Errors.IsEmpty)
        {
            return RunSubmissionEndpoints.Errors(preview.Validation.Errors, preview.Validation.Readable);
        }

        return preview.Fault is { } fault
            ? KnownProblems.Conflict(fault.Code, fault.Detail)
            : Results.Json(
                new
                {
                    preview.Complete,
                    Rows = preview.Rows.Select(static row => JsonElement.Parse(row)).ToArray(),
                    Dropped = preview.Dropped.Select(static row => JsonElement.Parse(row)).ToArray(),
                    preview.Profile,
                    preview.Usage,
                    preview.Cost,
                    preview.Validation.Warnings,
                },
                ApiJson.Options,
                statusCode: preview.Complete ? StatusCodes.Status200OK : StatusCodes.Status504GatewayTimeout);
    }
}
