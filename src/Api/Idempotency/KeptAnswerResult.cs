using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Idempotency;
using Granary.Api.Recovery;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Api.Idempotency;

/// <summary>Gives a kept answer again: same status, same headers, same bytes, and a header that says so.</summary>
internal sealed class KeptAnswerResult(KeptAnswer answer, IRouteErrors errors) : IResult
{
    /// <summary>Header of an answer that an earlier execution made.</summary>
    public const string Header = "Idempotent-Replayed";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var stored = answer.Artifact is { } name ? await OpenAsync(httpContext, name) : null;
        if (!answer.Kept || (answer.Artifact is not null && stored is null))
        {
            await errors.Of(
                StatusCodes.Status410Gone, "body_not_kept",
                $"Request {answer.RequestId} was answered with {answer.Status}; its body of {answer.Length} bytes is larger than what is kept.", null)
                .ExecuteAsync(httpContext);
            return;
        }

        var response = httpContext.Response;
        response.StatusCode = answer.Status;
        foreach (var header in answer.Headers)
        {
            response.Headers[header.Name] = header.Value;
        }

        response.Headers[Header] = "true";
        if (answer.Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            return;
        }

        response.ContentLength = answer.Length;
        if (stored is not null)
        {
            await stored.CopyToAsync(response.Body, httpContext.RequestAborted);
        }
        else
        {
            await response.BodyWriter.WriteAsync(answer.Body.AsMemory(), httpContext.RequestAborted);
        }
    }

    private static async Task<Stream?> OpenAsync(HttpContext context, string name) =>
        context.RequestServices.GetService<IArtifactStore>() is { } artifacts ? await artifacts.OpenReadAsync(name, context.RequestAborted) : null;
}
