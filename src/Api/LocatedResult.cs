using Microsoft.AspNetCore.Http;

namespace Granary.Api;

/// <summary>Adds a <c>Location</c> to another result.</summary>
internal static class LocatedResult
{
    public static IResult WithLocation(this IResult result, string location) => new Located(result, location);

    private sealed class Located(IResult inner, string location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.Location = location;
            return inner.ExecuteAsync(httpContext);
        }
    }
}
