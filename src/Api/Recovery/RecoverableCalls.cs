using System.Runtime.ExceptionServices;
using System.Security.Cryptography;

using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Idempotency;
using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Idempotency;
using Granary.Journal.Requests;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Api.Recovery;

/// <summary>
/// Leads a request that is recoverable or keyed. Its life: 1. its body is read within a bound; 2. its key, if it has one, decides who runs;
/// 3. it is written down, durably; 4. the handler runs, from here on independent of whether the caller stays, its answer held back; 5. the answer is
/// kept under the key; 6. its end is written down; 7. the last byte leaves. A request from the journal joins at 2 and leaves after 5.
/// Thread-safe.
/// </summary>
internal sealed class RecoverableCalls(
    RequestJournal journal,
    IRequestPrincipals principals,
    IEnumerable<IRecoveryFilter> filters,
    IOptions<RecoveryOptions> options,
    IOptions<ApiOptions> bounds,
    RecoveryInstruments instruments,
    IServiceProvider services,
    TimeProvider time,
    ILogger<RecoverableCalls> logger)
{
    private static readonly RecoverableRoute Unmarked = new();
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private readonly IRecoveryFilter[] _filters = [.. filters];

    /// <summary>A request from a connection.</summary>
    public async Task RunAsync(HttpContext context, RequestDelegate next, RecoverySelection selection)
    {
        var route = context.GetEndpoint()!.Metadata.GetMetadata<RecoverableRoute>();
        var errors = route?.Errors ?? ProblemErrors.Instance;
        string? key = null;
        if (selection.Keyed && (key = ReadKey(context, errors, out var badKey)) is null)
        {
            await badKey!.ExecuteAsync(context);
            return;
        }

        var journaled = selection.Journal && journal.IsOn && Array.TrueForAll(_filters, filter => filter.Includes(context));
        if (!journaled && key is null)
        {
            await next(context);
            return;
        }

        var bestEffort = options.Value.OnTooLarge switch { "refuse" => false, "best_effort" => true, _ => route?.BestEffort == true };
        var bound = bestEffort ? Math.Max((route ?? Unmarked).Bound(bounds.Value), options.Value.MaxBody) : options.Value.MaxBody;
        if (await BoundedBody.ReadAsync(context.Request, bound, context.RequestAborted) is not { } body)
        {
            var setting = bestEffort ? (route ?? Unmarked).BoundSetting : "Recovery:MaxBody";
            await errors.Of(413, "body_too_large", $"The body is larger than {bound} bytes (setting {setting}), too large for a request that is kept.", null)
                .ExecuteAsync(context);
            return;
        }

        context.Request.Body = new MemoryStream(body, writable: false);
        var arrived = Arrival(context, route, key, body, keepBody: body.Length <= options.Value.MaxBody);
        using var call = key is null ? null : Call(arrived.Header, arrived.Request);
        if (call is not null && await ClaimAsync(call, arrived.Header, errors, context.RequestAborted) is { } told)
        {
            await told.ExecuteAsync(context);
            return;
        }

        if (journaled && await journal.AcceptAsync(arrived.Header, JsonFrame.Join(arrived.Request, arrived.Request.HasBody ? body : [])) is { } refusal)
        {
            await (call?.FailAsync(null) ?? Task.CompletedTask);
            await errors.Of(503, refusal.Code, refusal.Detail, refusal.RetryAfter).ExecuteAsync(context);
            return;
        }

        if (journaled && arrived.Request.HasBody)
        {
            JournaledRequest.Set(context);
        }

        if (journaled)
        {
            context.Response.OnStarting(
                static state =>
                {
                    var (response, value) = ((HttpResponse, string))state;
                    response.Headers["Granary-Recoverable"] = value;
                    return Task.CompletedTask;
                },
                (context.Response, arrived.Request.HasBody ? "yes" : "no; reason=body-size"));
        }

        await RunLiveAsync(context, next, call, arrived.Header, journaled);
    }

    /// <summary>A request from the journal; how it ended is left in the feature.</summary>
    public async Task RunAgainAsync(HttpContext context, RequestDelegate next, RecoveredRequest recovered)
    {
        if (context.GetEndpoint() is not RouteEndpoint)
        {
            recovered.Outcome = AttemptOutcome.DeadLetter(DeadLetterReasons.RouteGone);
            return;
        }

        using var call = recovered.Entry.Header.Key is null ? null : Call(recovered.Entry.Header, recovered.Captured);
        var keyed = call;
        if (call is not null)
        {
            var decision = await call.BeginAsync(TimeSpan.Zero, static () => { }, context.RequestAborted);
            switch (decision.Kind)
            {
                case IdempotencyDecisionKind.Answer:
                    recovered.Outcome = AttemptOutcome.Completed(decision.Answer!.Status, AnswerPlace.Key);
                    return;
                case IdempotencyDecisionKind.Busy:
                    recovered.Outcome = AttemptOutcome.Deferred(time.GetUtcNow() + LongestWait);
                    return;
                case IdempotencyDecisionKind.Reused:
                    // The key went to another request while this one waited. It was accepted, so it runs, but its answer is its own.
                    keyed = null;
                    break;
            }
        }

        var spool = new AnswerSpool(services.GetService<IArtifactStore>(), ArtifactOf(recovered.Id));
        var run = await RunHandlerAsync(context, next, (DetachedLifetime)context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>(), spool);
        var kept = await KeepAsync(keyed, run, spool, recovered.Id, context.Response, keepUnkeyed: true);
        recovered.Outcome = run.Failure is { } failure
            ? AttemptOutcome.Failed(failure, context.Response.StatusCode)
            : AttemptOutcome.Completed(context.Response.StatusCode, kept.Place);
        recovered.Answer = kept.Place is AnswerPlace.Key or AnswerPlace.None ? null : kept.Answer;
    }

    private async Task RunLiveAsync(HttpContext context, RequestDelegate next, IdempotentCall? call, RequestHeader header, bool journaled)
    {
        var caller = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        var lifetime = new DetachedLifetime(caller, journal.Stopping);
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        var spool = new AnswerSpool(call is null ? null : services.GetService<IArtifactStore>(), ArtifactOf(header.Id));
        RecoverableRun run;
        try
        {
            run = await RunHandlerAsync(context, next, lifetime, spool);
        }
        finally
        {
            context.Features.Set(caller);
        }

        var status = context.Response.StatusCode;
        var outcome = AttemptOutcome.Failed("internal", status);
        try
        {
            var kept = await KeepAsync(call, run, spool, header.Id, context.Response, keepUnkeyed: journaled && lifetime.CallerLeft);
            var inJournal = kept.Place is not (AnswerPlace.Key or AnswerPlace.None);
            var place = inJournal && !await journal.WriteAnswerAsync(header.Id, kept.Answer!) ? AnswerPlace.None : kept.Place;
            outcome = run.Failure is { } failure ? AttemptOutcome.Failed(failure, status) : AttemptOutcome.Completed(status, place);
        }
        finally
        {
            if (journaled)
            {
                journal.EndLive(header, outcome);
            }
        }

        run.Error?.Throw();
        if (!lifetime.WasAborted)
        {
            await run.Capture.ReleaseAsync();
        }
    }

    private static async Task<RecoverableRun> RunHandlerAsync(HttpContext context, RequestDelegate next, DetachedLifetime lifetime, AnswerSpool spool)
    {
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var capture = new AnswerCapture(context.Response, inner, spool);
        context.Features.Set<IHttpResponseBodyFeature>(capture);
        ExceptionDispatchInfo? error = null;
        try
        {
            await next(context);
            await capture.CompleteAsync();
        }
        catch (Exception thrown)
        {
            error = ExceptionDispatchInfo.Capture(thrown);
        }
        finally
        {
            context.Features.Set(inner);
        }

        // A handler that was told to stop may have ended its answer anywhere, whatever its status says.
        var status = context.Response.StatusCode;
        var failure = error is not null ? "exception"
            : lifetime.WasAborted ? "cut"
            : lifetime.RequestAborted.IsCancellationRequested ? "cancelled"
            : status is 408 or 429 or >= 500 ? $"status_{status}"
            : null;
        return new RecoverableRun(capture, failure, error);
    }

    /// <summary>Puts the answer where it can be asked for; under a key, answers that may not be given again are only told to who waits.</summary>
    private async Task<(AnswerPlace Place, KeptAnswer? Answer)> KeepAsync(
        IdempotentCall? call, RecoverableRun run, AnswerSpool spool, string id, HttpResponse response, bool keepUnkeyed)
    {
        var broken = run.Failure is "exception" or "cut" or "cancelled";
        if (broken || (call is null && (!keepUnkeyed || run.Failure is not null)))
        {
            await spool.DiscardAsync();
            await (call?.FailAsync(null) ?? Task.CompletedTask);
            return (AnswerPlace.None, null);
        }

        var answer = await spool.EndAsync(id, response);
        if (call is null)
        {
            return (answer.Artifact is not null ? AnswerPlace.Artifact : answer.Kept ? AnswerPlace.Journal : AnswerPlace.NotKept, answer);
        }

        if (run.Failure is null && answer.Status is not (409 or 425))
        {
            instruments.Idempotency("executed");
            return (await call.CompleteAsync(answer) ? AnswerPlace.Key : AnswerPlace.None, answer);
        }

        instruments.Idempotency("failed");
        if (answer.Artifact is { } artifact)
        {
            await services.GetRequiredService<IArtifactStore>().DeleteAsync(artifact, CancellationToken.None);
            answer = answer with { Artifact = null, Kept = false };
        }

        await call.FailAsync(answer);
        return (AnswerPlace.None, null);
    }

    /// <summary>Null: run.</summary>
    private async Task<IResult?> ClaimAsync(IdempotentCall call, RequestHeader header, IRouteErrors errors, CancellationToken cancellationToken)
    {
        var patience = header.Deadline - header.ArrivedAt is { } left && left < LongestWait ? left : LongestWait;
        var waited = false;
        IdempotencyDecision decision;
        try
        {
            decision = await call.BeginAsync(patience, () => waited = true, cancellationToken);
        }
        catch (IdempotencyUnavailableException error)
        {
            instruments.Idempotency("unavailable");
            return errors.Of(503, "idempotency_unavailable", error.Message + " Nothing was run.", Soon);
        }

        switch (decision.Kind)
        {
            case IdempotencyDecisionKind.Run:
                return null;
            case IdempotencyDecisionKind.Answer:
                instruments.Idempotency(waited ? "waited" : "replayed");
                return new KeptAnswerResult(decision.Answer!, errors);
            case IdempotencyDecisionKind.Busy:
                instruments.Idempotency("in_progress");
                return errors.Of(
                    409, "idempotency_in_progress", $"Request {decision.RequestId} with the same key still runs; its answer will be given under this key.", Soon);
            default:
                instruments.Idempotency("reused");
                return errors.Of(
                    422, "idempotency_key_reused",
                    $"Request {decision.RequestId} used this key with another method, path, query or body. Use a new key; nothing was run.", null);
        }
    }

    private static string? ReadKey(HttpContext context, IRouteErrors errors, out IResult? problem)
    {
        if (context.GetEndpoint()!.Metadata.GetMetadata<SecretBody>() is not null)
        {
            problem = errors.Of(400, "idempotency_not_supported", "This route's answers hold secrets and are not kept; send the request without the key.", null);
            return null;
        }

        var key = IdempotencyKey.Read(context.Request.Headers, out var mistake);
        problem = key is null ? errors.Of(400, "invalid_idempotency_key", mistake!, null) : null;
        return key;
    }

    private (RequestHeader Header, CapturedRequest Request) Arrival(HttpContext context, RecoverableRoute? route, string? key, byte[] body, bool keepBody)
    {
        var (request, now) = (context.Request, time.GetUtcNow());
        var principal = principals.Of(context);
        var pattern = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? request.Path.Value;
        var label = $"{request.Method} {pattern}";
        var deadline = CallHeaders.Read(request.Headers, now, out _)?.Deadline is { } span ? now + span : (DateTimeOffset?)null;
        var header = new RequestHeader(
            RequestIdentity.Of(context), now, route?.Priority ?? PriorityOf(request.Method), label, principal.Tenant, deadline,
            key is null ? null : IdempotencyKey.Hash(principal.Tenant, label, key));
        return (header, new CapturedRequest(
            request.Method, request.Path.Value ?? "/", RequestRedaction.Kept(request.QueryString), RequestRedaction.Kept(request.Headers), principal,
            RequestTrace.Of(context), body.Length, Convert.ToHexStringLower(SHA256.HashData(body)), keepBody,
            key is null ? null : IdempotencyKey.Fingerprint(request, body)));
    }

    private IdempotentCall Call(RequestHeader header, CapturedRequest captured) => new(
        services.GetRequiredService<IGrainFactory>().GetGrain<IIdempotencyGrain>(header.Key!),
        new IdempotencyClaim($"{header.Id}/{Guid.CreateVersion7(time.GetUtcNow()):N}", header.Id, header.Tenant, captured.Fingerprint!),
        time,
        logger);

    private string ArtifactOf(string id) => $"answers/{id}-{Guid.CreateVersion7(time.GetUtcNow()):N}";

    private static RequestPriority PriorityOf(string method) =>
        HttpMethods.IsDelete(method) ? RequestPriority.Critical
        : HttpMethods.IsPost(method) || HttpMethods.IsPut(method) ? RequestPriority.High
        : HttpMethods.IsPatch(method) ? RequestPriority.Normal
        : RequestPriority.Low;
}
