using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>Words an error as the route it concerns does, because the caller's library reads that shape.</summary>
internal interface IRouteErrors
{
    IResult Of(int status, string code, string detail, TimeSpan? retryAfter);
}
