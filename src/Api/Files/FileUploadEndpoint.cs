using Granary.Abstractions.Artifacts;
using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Recovery;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Granary.Api.Files;

/// <summary>
/// <c>POST /v1/files</c>: stores a file for runs to read. The id is made of the content, so uploading the same bytes again is the same file and a
/// resumed run recognizes its seed. The file is visible when it is complete and durable; an aborted upload leaves nothing.
/// </summary>
internal static class FileUploadEndpoint
{
    private const string Purpose = "user_data";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/files", HandleAsync).WithMetadata(new ContentAddressed());

    private static async Task<IResult> HandleAsync(HttpContext context, IArtifactStore artifacts, IOptions<ApiOptions> options, TimeProvider time)
    {
        if (FileUpload.BoundaryOf(context.Request.ContentType) is not { } boundary)
        {
            return OpenAiError.InvalidRequest("Send the file as multipart/form-data with the parts 'file' and 'purpose'.", code: "invalid_content_type", status: 415);
        }

        await using var upload = new FileUpload(options.Value.MaxFileBytes);
        if (await upload.ReadAsync(boundary, context.Request.Body, context.RequestAborted) is { } mistake)
        {
            return mistake;
        }

        if (upload.Purpose != Purpose)
        {
            return OpenAiError.InvalidRequest($"'purpose' is '{upload.Purpose}'; it must be '{Purpose}'.", "purpose", "invalid_purpose");
        }

        var id = upload.Id;
        var stored = await artifacts.ListAsync("files/" + id, context.RequestAborted);
        if (!stored.Any(info => info.Name == "files/" + id))
        {
            await artifacts.WriteAsync("files/" + id, upload.CopyToAsync, context.RequestAborted);
        }

        return Results.Json(new
        {
            id,
            @object = "file",
            bytes = upload.Length,
            created_at = time.GetUtcNow().ToUnixTimeSeconds(),
            filename = upload.FileName,
            purpose = Purpose,
            status = "processed",
        });
    }
}
