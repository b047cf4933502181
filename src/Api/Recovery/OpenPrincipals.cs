using Granary.Api.Callers;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>Open mode: no key exists, the server is on loopback, and everybody is tenant <c>default</c> and admin.</summary>
internal sealed class OpenPrincipals : IRequestPrincipals
{
    private static readonly RequestPrincipal Everybody = new(Caller.Open.Tenant, null, "admin", null);

    public RequestPrincipal Of(HttpContext context) => Everybody;

    public ValueTask<bool> IsValidAsync(RequestPrincipal principal, CancellationToken cancellationToken) => new(principal.Tenant == Everybody.Tenant);

    public void SignIn(HttpContext context, RequestPrincipal principal) => ArgumentNullException.ThrowIfNull(context);
}
