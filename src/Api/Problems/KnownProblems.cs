namespace Granary.Api.Problems;

/// <summary>The problems our own routes answer with; one method per code, so that a code has one status and one title.</summary>
internal static class KnownProblems
{
    public static ProblemResult InvalidBody(string detail) => Of(400, "invalid_body", "The body cannot be used", detail);

    public static ProblemResult InvalidQuery(string detail) => Of(400, "invalid_query", "A query parameter cannot be used", detail);

    public static ProblemResult InvalidHeader(string detail) => Of(400, "invalid_header", "A header cannot be used", detail);

    public static ProblemResult BadCursor(string after) =>
        Of(400, "bad_cursor", "The cursor is not one of ours", $"after is '{after}'; use the 'next' of the page before.");

    public static ProblemResult NotPermitted(string detail) => Of(403, "not_permitted", "This needs the admin role", detail);

    public static ProblemResult NotFound(string detail) => Of(404, "not_found", "There is no such thing here", detail);

    public static ProblemResult NotAcceptable(string detail) => Of(406, "not_acceptable", "That format is not available", detail);

    public static ProblemResult UnsupportedType(string detail) => Of(415, "unsupported_type", "The content type is not known", detail);

    public static ProblemResult TooLarge(string detail) => Of(413, "body_too_large", "The body is too large", detail);

    public static ProblemResult Conflict(string code, string detail) => Of(409, code, "The present state does not allow it", detail);

    public static ProblemResult Unavailable(string detail) => Of(503, "unavailable", "A part of Granary cannot be reached", detail);

    public static ProblemResult Unreadable(string detail, IReadOnlyList<ProblemError> errors, int status = 400) =>
        new(new Problem(status, "run_unreadable", "The document is not readable", detail) { Errors = errors });

    public static ProblemResult InvalidDocument(string detail, IReadOnlyList<ProblemError> errors) =>
        new(new Problem(422, "run_invalid", "The document has errors", detail) { Errors = errors });

    private static ProblemResult Of(int status, string code, string title, string detail) => new(new Problem(status, code, title, detail));
}
