using System.Globalization;

using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>Errors as problem details, with both retry hints where there is one.</summary>
internal class ProblemErrors : IRouteErrors
{
    public static ProblemErrors Instance { get; } = new();

    public virtual IResult Of(int status, string code, string detail, TimeSpan? retryAfter) =>
        new Hinted(new ProblemResult(new Problem(status, code, Title(code), detail)), retryAfter);

    private static string Title(string code) => code switch
    {
        "invalid_idempotency_key" => "The idempotency key cannot be used",
        "idempotency_not_supported" => "This route takes no idempotency key",
        "idempotency_key_reused" => "The idempotency key belongs to another request",
        "idempotency_in_progress" => "The first request with this key still runs",
        "body_too_large" => "The body is too large",
        "body_not_kept" => "The body of that answer was not kept",
        "attempt_failed" => "The first request with this key failed",
        _ => "The request cannot be stored now",
    };

    private sealed class Hinted(ProblemResult problem, TimeSpan? retryAfter) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (retryAfter is { } after)
            {
                httpContext.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                httpContext.Response.Headers["retry-after-ms"] =
                    Math.Max(1, (long)Math.Ceiling(after.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
            }

            return problem.ExecuteAsync(httpContext);
        }
    }
}
