using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>Who is behind a request, when it comes and when it is run again. Thread-safe.</summary>
public interface IRequestPrincipals
{
    /// <summary>Whoever is signed in on this request.</summary>
    RequestPrincipal Of(HttpContext context);

    /// <summary>Whether that principal may still do what it could: its key not revoked or expired, its tenant not disabled.</summary>
    ValueTask<bool> IsValidAsync(RequestPrincipal principal, CancellationToken cancellationToken);

    /// <summary>Signs the recorded principal in on a request that is run again without a credential.</summary>
    void SignIn(HttpContext context, RequestPrincipal principal);
}
