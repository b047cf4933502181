using System.Text;
using System.Text.Json;

using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Problems;
using Granary.Api.Recovery;
using Granary.Journal.Requests;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Granary.Api.Requests;

/// <summary><c>/admin/journal/dead-letters</c>: list, look, send back, give up; one, or all that a filter finds.</summary>
internal static partial class DeadLetterEndpoints
{
    private const int MaxCommandBytes = 4096;

    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/dead-letters", List);
        admin.MapGet("/dead-letters/{id}", OneAsync);
        admin.MapPost("/dead-letters/retry", (HttpContext context, RequestJournal journal, IRequestPrincipals principals, ILogger<AdminOnly> audit) =>
            ManyAsync(context, journal, principals, audit, "retry", journal.RetryDeadLetter));
        admin.MapPost("/dead-letters/discard", (HttpContext context, RequestJournal journal, IRequestPrincipals principals, ILogger<AdminOnly> audit) =>
            ManyAsync(context, journal, principals, audit, "discard", journal.DiscardDeadLetter));
        admin.MapPost("/dead-letters/{id}/retry", (string id, HttpContext context, RequestJournal journal, IRequestPrincipals principals, ILogger<AdminOnly> audit) =>
            Act(id, context, journal, principals, audit, "retry", journal.RetryDeadLetter));
        admin.MapPost("/dead-letters/{id}/discard", (string id, HttpContext context, RequestJournal journal, IRequestPrincipals principals, ILogger<AdminOnly> audit) =>
            Act(id, context, journal, principals, audit, "discard", journal.DiscardDeadLetter));
    }

    private static IResult List(HttpContext context, RequestJournal journal) =>
        EntryFilter.Read(context.Request.Query, "reason", out var problem) is { } filter
            ? Results.Json(DeadLetters(filter).Page(journal.List(), static request => DeadLetterId.Of(request.Header.Id)), ApiJson.Options)
            : problem!;

    private static async Task<IResult> OneAsync(
        string id, HttpContext context, RequestJournal journal, IRequestPrincipals principals, ILogger<AdminOnly> audit)
    {
        if (QueryRules.Check(context.Request.Query, "body") is { } problem)
        {
            return problem;
        }

        var show = context.Request.Query["body"].FirstOrDefault();
        if (show is not (null or "0" or "1"))
        {
            return KnownProblems.InvalidQuery($"body is '{show}'; it must be 0 or 1.");
        }

        if (Find(id, journal) is not { } letter)
        {
            return Missing(id);
        }

        string? body = null;
        var content = await journal.ContentAsync(letter.Header.Id, context.RequestAborted);
        if (show == "1" && content is var (_, bytes))
        {
            LogBodyShown(audit, Who(principals, context), id, letter.Header.Tenant);
            body = Encoding.UTF8.GetString(bytes.Span);
        }

        return Results.Json(
            new { letter = new RequestView(letter), content = content is var (captured, _) ? new RequestContentView(captured) : null, body }, ApiJson.Options);
    }

    private static IResult Act(
        string id, HttpContext context, RequestJournal journal, IRequestPrincipals principals, ILogger<AdminOnly> audit, string action, Func<string, bool> act)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        if (Find(id, journal) is not { } letter || !act(letter.Header.Id))
        {
            return Missing(id);
        }

        LogActed(audit, Who(principals, context), action, 1, letter.Header.Id, letter.Header.Route);
        return Results.Json(new RequestView(journal.Find(letter.Header.Id) ?? letter), ApiJson.Options);
    }

    private static async Task<IResult> ManyAsync(
        HttpContext context, RequestJournal journal, IRequestPrincipals principals, ILogger<AdminOnly> audit, string action, Func<string, bool> act)
    {
        if (QueryRules.Check(context.Request.Query) is { } unknown)
        {
            return unknown;
        }

        var (command, problem) = await ReadAsync(context);
        if (command is null)
        {
            return problem!;
        }

        var filter = DeadLetters(new EntryFilter(null, command.Reason, command.Route, command.Tenant));
        var found = journal.List().Where(filter.Matches).ToList();
        if (found.Count != command.Expected)
        {
            return KnownProblems.Conflict(
                "changed", $"The filter finds {found.Count} dead letters, {command.Expected} were expected. List them again; nothing was done.");
        }

        var done = found.Count(letter => act(letter.Header.Id));
        LogActed(audit, Who(principals, context), action, done, "(filter)", command.Route ?? "(any)");
        return Results.Json(new { done }, ApiJson.Options);
    }

    private static async Task<(DeadLetterCommand? Command, ProblemResult? Problem)> ReadAsync(HttpContext context)
    {
        if (await BoundedBody.ReadAsync(context.Request, MaxCommandBytes, context.RequestAborted) is not { } body)
        {
            return (null, KnownProblems.TooLarge($"The body is larger than {MaxCommandBytes} bytes."));
        }

        try
        {
            var command = JsonSerializer.Deserialize<DeadLetterCommand>(body, DeadLetterCommand.Json);
            return command is null || (command.Reason is { } reason && !DeadLetterReasons.All.Contains(reason))
                ? (null, KnownProblems.InvalidBody($"'reason' must be one of {string.Join(", ", DeadLetterReasons.All)}."))
                : (command, null);
        }
        catch (JsonException error)
        {
            return (null, KnownProblems.InvalidBody(
                $"The body must be a JSON object of 'expected' (required, a number) and the filters 'reason', 'route', 'tenant' (strings): {error.Path ?? "$"} is wrong."));
        }
    }

    private static EntryFilter DeadLetters(EntryFilter filter) => filter with { State = RequestStates.Name(RequestState.DeadLetter) };

    private static StoredRequest? Find(string id, RequestJournal journal) =>
        journal.Find(DeadLetterId.ToRequest(id)) is { Progress.State: RequestState.DeadLetter } letter ? letter : null;

    private static ProblemResult Missing(string id) =>
        KnownProblems.NotFound($"There is no dead letter '{id}'. GET /admin/journal/dead-letters lists them.");

    private static string Who(IRequestPrincipals principals, HttpContext context) =>
        principals.Of(context) is { KeyId: { } key } keyed ? $"{keyed.Tenant}/{key}" : principals.Of(context).Tenant;

    [LoggerMessage(5130, LogLevel.Warning, "Audit: {Who} looked at the body of dead letter {Id} of tenant {Tenant}")]
    private static partial void LogBodyShown(ILogger logger, string who, string id, string tenant);

    [LoggerMessage(5131, LogLevel.Warning, "Audit: {Who}: {Action} of {Count} dead letters ({Id}, {Route})")]
    private static partial void LogActed(ILogger logger, string who, string action, int count, string id, string route);
}
