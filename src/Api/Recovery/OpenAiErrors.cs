using Granary.Api.Chat;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>Errors in the shape that OpenAI client libraries read.</summary>
internal sealed class OpenAiErrors : IRouteErrors
{
    public static OpenAiErrors Instance { get; } = new();

    public IResult Of(int status, string code, string detail, TimeSpan? retryAfter) =>
        new OpenAiError(status, status >= 500 ? "server_error" : "invalid_request_error", code, detail) { RetryAfter = retryAfter, Never = retryAfter is null };
}
