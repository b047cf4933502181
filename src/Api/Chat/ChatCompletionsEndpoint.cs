using System.Text;

using Granary.Abstractions.Models;
using Granary.Api.Callers;
using Granary.Api.Recovery;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Granary.Api.Chat;

/// <summary>
/// <c>POST /v1/chat/completions</c>, plain and streamed. Life of a call here:
/// 1. the body is read within its bound and scanned once for <c>model</c>, <c>stream</c> and the asked output;
/// 2. headers say band, longest wait and deadline;
/// 3. the model-request executor acquires a permit, calls, and relays the provider's bytes to the response;
/// 4. a relay that never started becomes an error in the family's shape; one that broke off ends with an error event and a cut connection.
/// </summary>
internal static class ChatCompletionsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/chat/completions", HandleAsync)
        .WithRecovery(new RecoverableRoute { OnlyWithKey = true, BestEffort = true, Errors = OpenAiErrors.Instance });

    private static async Task<IResult> HandleAsync(
        HttpContext context,
        IModelCalls models,
        IAliasDirectory aliases,
        IOptions<ApiOptions> options,
        TimeProvider time)
    {
        var body = await BoundedBody.ReadAsync(context.Request, options.Value.MaxCallBytes, context.RequestAborted);
        if (body is null)
        {
            return OpenAiError.InvalidRequest(
                $"The body is larger than {options.Value.MaxCallBytes} bytes (setting Api:MaxCallBytes).", code: "body_too_large", status: 413);
        }

        if (RequestBodyScan.Read(body, out var error, out var param) is not { } scan)
        {
            return OpenAiError.InvalidRequest(error!, param);
        }

        if (CallHeaders.Read(context.Request.Headers, time.GetUtcNow(), out var headerError) is not { } headers)
        {
            return OpenAiError.InvalidRequest(headerError!, code: "invalid_header");
        }

        if (aliases.Find(scan.Model) is null)
        {
            return OpenAiError.ModelNotFound(scan.Model);
        }

        var call = new RelayCall(
            scan.Model,
            "/chat/completions",
            body,
            scan.ModelValue,
            scan.Stream,
            ForwardedHeaders.Of(context.Request.Headers),
            scan.EstimateTokens(body.Length),
            new CallerContext(
                Caller.Open.Tenant,
                headers.Band,
                headers.Flow,
                headers.MaxWait,
                headers.Deadline,
                RequestId: RequestIdentity.Of(context)));

        RelayResult result;
        try
        {
            result = await models.RelayAsync(call, new HttpRelaySink(context.Response, scan.Model), context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty;
        }

        switch (result.End)
        {
            case RelayEnd.Relayed or RelayEnd.Repaired:
                return Results.Empty;
            case RelayEnd.Cut:
                await CutAsync(context, RelayErrors.From(result, call), withEvent: scan.Stream && !result.ErrorEventRelayed);
                return Results.Empty;
            default:
                HttpRelaySink.WriteProgress(context.Response, scan.Model, result.Progress);
                return RelayErrors.From(result, call);
        }
    }

    /// <summary>No end marker, so that no client takes half an answer for a whole one.</summary>
    private static async Task CutAsync(HttpContext context, OpenAiError error, bool withEvent)
    {
        if (withEvent)
        {
            await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes($"data: {error.ToJson()}\n\n"), context.RequestAborted);
        }

        context.Abort();
    }
}
