using System.Runtime.InteropServices;

using Granary.Abstractions.Runs;
using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Runs;

/// <summary>Reads a run document and its overrides off a request.</summary>
internal static class RunDocumentBody
{
    /// <summary>The submission, or the problem that prevents it. Exactly one of both is set.</summary>
    public static async Task<(RunSubmission? Submission, ProblemResult? Problem)> ReadAsync(HttpContext context, ApiOptions options)
    {
        var query = context.Request.Query;
        if (QueryRules.Check(query, "rows", "resume", "band", "seed", "feasible") is { } unknown)
        {
            return (null, unknown);
        }

        if (query.TryGetValue("feasible", out var feasible) && feasible != "require")
        {
            return (null, KnownProblems.InvalidQuery($"feasible is '{feasible}'; it can only be 'require'."));
        }

        if (FormatOf(context.Request.ContentType) is not { } format)
        {
            return (null, KnownProblems.UnsupportedType(
                $"Content-Type is '{context.Request.ContentType}'; send application/yaml or application/json."));
        }

        long? rows = null;
        if (query.TryGetValue("rows", out var rowsText))
        {
            if (!long.TryParse(rowsText, out var number) || number < 1)
            {
                return (null, KnownProblems.InvalidQuery($"rows is '{rowsText}'; it must be a whole number from 1."));
            }

            rows = number;
        }

        var body = await BoundedBody.ReadAsync(context.Request, options.MaxDocumentBytes, context.RequestAborted);
        if (body is null)
        {
            var detail = $"The document is larger than {options.MaxDocumentBytes} bytes (setting Api:MaxDocumentBytes). "
                + "Put the data into a seed file and name it under 'seed: { path: … }'.";
            return (null, KnownProblems.Unreadable(detail, [new ProblemError("run_unreadable", null, "", null, null, detail, null)], 413));
        }

        return (new RunSubmission(
            Caller.Open.Tenant,
            format,
            ImmutableCollectionsMarshal.AsImmutableArray(body),
            rows,
            query["resume"].FirstOrDefault(),
            query["band"].FirstOrDefault(),
            query["seed"].FirstOrDefault(),
            query.ContainsKey("feasible")), null);
    }

    private static string? FormatOf(string? contentType)
    {
        var type = contentType?.Split(';')[0].Trim().ToLowerInvariant();
        return type switch
        {
            "application/json" => "json",
            "application/yaml" or "application/x-yaml" or "text/yaml" or "text/x-yaml" => "yaml",
            _ => null,
        };
    }
}
