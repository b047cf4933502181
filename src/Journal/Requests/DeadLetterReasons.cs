namespace Granary.Journal.Requests;

/// <summary>The closed set of reasons of a dead letter.</summary>
public static class DeadLetterReasons
{
    /// <summary>Every allowed recovery attempt failed or ended with the process.</summary>
    public const string AttemptsExhausted = "attempts_exhausted";

    /// <summary>Its key was revoked or its tenant disabled meanwhile.</summary>
    public const string PrincipalRevoked = "principal_revoked";

    /// <summary>A recovery hook decided so.</summary>
    public const string Hook = "hook";

    /// <summary>There is no such route any more.</summary>
    public const string RouteGone = "route_gone";

    /// <summary>Its content is missing, was never kept, or cannot be read.</summary>
    public const string BodyUnreadable = "body_unreadable";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [AttemptsExhausted, PrincipalRevoked, Hook, RouteGone, BodyUnreadable];
}
