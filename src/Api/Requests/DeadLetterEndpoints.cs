using System.Text;
using System.Text.Json;

using Granary.Abstractions.Requests;
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
        admin.MapGet("/dead-letters", ListAsync);
        admin.MapGet("/dead-letters/{id}", OneAsync);
        Map(admin, "retry", DeadLetterAction.Retry);
        Map(admin, "discard", DeadLetterAction.Discard);
    }

    private static void Map(IEndpointRouteBuilder admin, string name, DeadLetterAction action)
    {
        admin.MapPost($"/dead-letters/{name}", (HttpContext context, ClusterRequests requests, IRequestPrincipals principals, ILogger<AdminOnly> audit) =>
            ManyAsync(context, requests, principals, audit, name, action));
        admin.MapPost($"/dead-letters/{{id}}/{name}", (string id, HttpContext context, ClusterRequests requests, IRequestPrincipals principals, ILogger<AdminOnly> audit) =>
            ActAsync(id, context, requests, principals, audit, name, action));
    }

    private static async Task<IResult> ListAsync(HttpContext context, ClusterRequests requests) =>
        EntryFilter.Read(context.Request.Query, "reason", out var problem) is { } filter
            ? await EntryPages.ListAsync(context, requests, EntryFilter.DeadLetters(filter), static entry => DeadLetterId.Of(entry.Id))
            : problem!;

    private static async Task<IResult> OneAsync(
        string id, HttpContext context, ClusterRequests requests, IRequestPrincipals principals, ILogger<AdminOnly> audit)
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

        if (await FindAsync(id, context, requests) is not { } letter)
        {
            return Missing(id);
        }

        string? body = null;
        var content = RequestContentView.Of(await requests.ContentAsync(letter, context.RequestAborted));
        if (show == "1" && content is var (_, bytes))
        {
            LogBodyShown(audit, Who(principals, context), id, letter.Value.Tenant);
            body = Encoding.UTF8.GetString(bytes.Span);
        }

        return Results.Json(new { letter = new RequestView(letter.Value), content = content?.View, body }, ApiJson.Options);
    }

    private static async Task<IResult> ActAsync(
        string id, HttpContext context, ClusterRequests requests, IRequestPrincipals principals, ILogger<AdminOnly> audit, string name, DeadLetterAction action)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        if (await FindAsync(id, context, requests) is not { } letter || await requests.ActAsync(letter.Door, action, [letter.Value.Id]) == 0)
        {
            return Missing(id);
        }

        LogActed(audit, Who(principals, context), name, 1, letter.Value.Id, letter.Value.Route);
        return Results.Json(new RequestView((await requests.FindAsync(letter.Value.Id, context.RequestAborted) ?? letter).Value), ApiJson.Options);
    }

    private static async Task<IResult> ManyAsync(
        HttpContext context, ClusterRequests requests, IRequestPrincipals principals, ILogger<AdminOnly> audit, string name, DeadLetterAction action)
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

        var found = await requests.IdsAsync(
            EntryFilter.DeadLetters(new JournalFilter(null, command.Reason, command.Route, command.Tenant, null, int.MaxValue)), context.RequestAborted);
        if (found.Unreachable.Count > 0)
        {
            return EntryPages.Unreachable(found.Unreachable);
        }

        var count = found.Answers.Sum(static answer => answer.Value.Length);
        if (count != command.Expected)
        {
            return KnownProblems.Conflict("changed", $"The filter finds {count} dead letters, {command.Expected} were expected. List them again; nothing was done.");
        }

        var done = 0;
        foreach (var answer in found.Answers.Where(static answer => answer.Value.Length > 0))
        {
            done += await requests.ActAsync(answer.Door, action, answer.Value);
        }

        LogActed(audit, Who(principals, context), name, done, "(filter)", command.Route ?? "(any)");
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

    private static async ValueTask<SiloAnswer<JournalEntry>?> FindAsync(string id, HttpContext context, ClusterRequests requests) =>
        await requests.FindAsync(DeadLetterId.ToRequest(id), context.RequestAborted) is { Value.State: "dead_letter" } letter ? letter : null;

    private static ProblemResult Missing(string id) =>
        KnownProblems.NotFound($"There is no dead letter '{id}'. GET /admin/journal/dead-letters lists them.");

    internal static string Who(IRequestPrincipals principals, HttpContext context) =>
        principals.Of(context) is { KeyId: { } key } keyed ? $"{keyed.Tenant}/{key}" : principals.Of(context).Tenant;

    [LoggerMessage(5130, LogLevel.Warning, "Audit: {Who} looked at the body of dead letter {Id} of tenant {Tenant}")]
    private static partial void LogBodyShown(ILogger logger, string who, string id, string tenant);

    [LoggerMessage(5131, LogLevel.Warning, "Audit: {Who}: {Action} of {Count} dead letters ({Id}, {Route})")]
    internal static partial void LogActed(ILogger logger, string who, string action, int count, string id, string route);
}
