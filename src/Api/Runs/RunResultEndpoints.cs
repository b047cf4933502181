using System.IO.Compression;

using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Runs;
using Granary.Api.Callers;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Api.Runs;

/// <summary>
/// <c>GET /v1/runs/{id}/results</c> and <c>/dropped</c>: the sealed parts in row order, while the run still goes on with <c>Granary-Partial: 1</c>.
/// </summary>
internal static class RunResultEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/runs/{id}/results", ResultsAsync);
        routes.MapGet("/v1/runs/{id}/dropped", DroppedAsync);
    }

    private static async Task<IResult> ResultsAsync(string id, HttpContext context, OwnRuns runs, IArtifactStore artifacts)
    {
        var query = context.Request.Query;
        if (QueryRules.Check(query, "format", "rows") is { } problem)
        {
            return problem;
        }

        if (!RowRange.TryParse(query["rows"].FirstOrDefault(), out var range))
        {
            return KnownProblems.InvalidQuery($"rows is '{query["rows"]}'; it must be a range such as 0-999.");
        }

        if (await runs.FindAsync(id, Caller.Open) is not { } run || await run.ManifestAsync() is not { } manifest)
        {
            return OwnRuns.Missing(id);
        }

        if (query["format"].FirstOrDefault() is { } format && format != manifest.Format)
        {
            return KnownProblems.NotAcceptable($"This run was written as {manifest.Format}; format '{format}' is not available.");
        }

        Describe(context.Response, manifest);
        context.Response.ContentType = manifest.Format == "csv" ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8";
        var csv = manifest.Format == "csv";
        var lines = new LineWriter(context.Response.BodyWriter, range with { Last = Math.Min(range.Last, manifest.ResultRows - 1) }, csv);
        if (csv)
        {
            await lines.WriteHeaderAsync(string.Join(',', manifest.Columns), context.RequestAborted);
        }

        foreach (var part in manifest.Parts.OrderBy(static part => part.Group))
        {
            if (lines.Skip(part.Rows))
            {
                continue;
            }

            await CopyAsync(artifacts, part.Name, manifest.Gzip, lines, context.RequestAborted);
            if (lines.Finished)
            {
                break;
            }
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        return Results.Empty;
    }

    private static async Task<IResult> DroppedAsync(string id, HttpContext context, OwnRuns runs, IArtifactStore artifacts)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        if (await runs.FindAsync(id, Caller.Open) is not { } run || await run.ManifestAsync() is not { } manifest)
        {
            return OwnRuns.Missing(id);
        }

        Describe(context.Response, manifest);
        context.Response.ContentType = "application/jsonl; charset=utf-8";
        var lines = new LineWriter(context.Response.BodyWriter, RowRange.All, csv: false);
        foreach (var file in manifest.DroppedFiles)
        {
            await CopyAsync(artifacts, file, gzip: false, lines, context.RequestAborted);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        return Results.Empty;
    }

    private static void Describe(HttpResponse response, RunManifest manifest)
    {
        if (manifest.State != RunState.Completed)
        {
            response.Headers["Granary-Partial"] = "1";
        }
    }

    private static async Task CopyAsync(IArtifactStore artifacts, string name, bool gzip, LineWriter lines, CancellationToken cancellationToken)
    {
        await using var stored = await artifacts.OpenReadAsync(name, cancellationToken)
            ?? throw new FileNotFoundException($"Artifact '{name}' is listed in the manifest but is not in the store ({artifacts.Locate(name)}).");
        await using var plain = gzip ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        await lines.CopyAsync(plain, cancellationToken);
    }
}
