using Granary.Api.Callers;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Granary.Api;

/// <summary>
/// The top of the request pipeline: an exception nobody expected becomes a log line and an answer that holds the request id and nothing else.
/// Routes that do not exist get a problem too.
/// </summary>
internal sealed partial class UnhandledErrors(RequestDelegate next, ILogger<UnhandledErrors> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: 404 or 405, HasStarted: false, ContentLength: null, ContentType: null })
            {
                await UnknownRoute(context).ExecuteAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller left.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await new ProblemResult(new Problem(exception.StatusCode, "invalid_body", "The request cannot be read", exception.Message))
                .ExecuteAsync(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            LogUnhandled(exception, context.Request.Method, context.Request.Path, RequestIdentity.Of(context));
            context.Response.Clear();
            context.Response.Headers[RequestIdentity.Header] = RequestIdentity.Of(context);
            await new ProblemResult(new Problem(
                500, "internal", "Something went wrong here", "The request id names this failure in the server's log.")).ExecuteAsync(context);
        }
    }

    private static ProblemResult UnknownRoute(HttpContext context) => context.Response.StatusCode == 405
        ? new ProblemResult(new Problem(405, "method_not_allowed", "That method is not for this route",
            $"{context.Request.Method} is not allowed here; allowed: {context.Response.Headers.Allow}."))
        : KnownProblems.NotFound($"There is no route {context.Request.Method} {context.Request.Path}.");

    [LoggerMessage(5001, LogLevel.Error, "{Method} {Path} failed ({RequestId})")]
    private partial void LogUnhandled(Exception exception, string method, string path, string requestId);
}
