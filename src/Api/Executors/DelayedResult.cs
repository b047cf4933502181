using System.Globalization;

using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Executors;

/// <summary>A problem that says when another try makes sense: <c>Retry-After</c> in whole seconds and <c>retry-after-ms</c>, always both.</summary>
internal sealed class DelayedResult(Problem problem, TimeSpan wait) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var milliseconds = (long)Math.Ceiling(Math.Max(1, wait.TotalMilliseconds));
        httpContext.Response.Headers.RetryAfter = ((milliseconds + 999) / 1000).ToString(CultureInfo.InvariantCulture);
        httpContext.Response.Headers["retry-after-ms"] = milliseconds.ToString(CultureInfo.InvariantCulture);
        return new ProblemResult(problem).ExecuteAsync(httpContext);
    }
}
