using Granary.Api.Callers;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Problems;

/// <summary>Answers with a <see cref="Problem"/> as <c>application/problem+json</c>.</summary>
internal sealed class ProblemResult(Problem problem) : IResult
{
    public Problem Problem { get; } = problem;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Problem.Status;
        var full = Problem with { Instance = httpContext.Request.Path, RequestId = RequestIdentity.Of(httpContext) };
        await httpContext.Response.WriteAsJsonAsync(full, ApiJson.Options, "application/problem+json", httpContext.RequestAborted);
    }
}
