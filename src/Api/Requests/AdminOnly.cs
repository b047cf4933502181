using Granary.Api.Problems;
using Granary.Api.Recovery;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Requests;

/// <summary>Lets only callers with the admin role through.</summary>
internal sealed class AdminOnly(IRequestPrincipals principals) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        principals.Of(context.HttpContext).IsAdmin
            ? next(context)
            : new(KnownProblems.NotPermitted("Use a key whose role is admin."));
}
