using System.Collections.Immutable;

using Granary.Abstractions.Idempotency;
using Granary.Journal.Requests;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Api.Recovery;

/// <summary>
/// Runs one entry once more: 1. its content must be readable and its principal still valid; 2. hooks decide; 3. it goes through the real pipeline with
/// an answer that nobody reads, within a time limit; 4. the middleware at the route says how it ended. Thread-safe.
/// </summary>
internal sealed partial class ReplayAttempt(
    ReplayPipeline pipeline,
    IHttpContextFactory contexts,
    IRequestPrincipals principals,
    IEnumerable<IRecoveryHook> hooks,
    IOptions<RecoveryOptions> options,
    TimeProvider time,
    ILogger<ReplayAttempt> logger)
{
    /// <summary>Header that tells a handler which attempt this is.</summary>
    public const string AttemptHeader = "X-Recovery-Attempt";

    /// <summary>Header that tells a handler where the request came from.</summary>
    public const string SourceHeader = "X-Recovery-Source";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly IRecoveryHook[] _hooks = [.. hooks];

    public async Task<ReplayResult> RunAsync(
        StoredRequest entry, (CapturedRequest Request, ReadOnlyMemory<byte> Body)? content, CancellationToken stopping)
    {
        if (content is not var (captured, body) || !captured.HasBody)
        {
            return new ReplayResult(AttemptOutcome.DeadLetter(DeadLetterReasons.BodyUnreadable));
        }

        if (!await principals.IsValidAsync(captured.Principal, stopping))
        {
            return new ReplayResult(AttemptOutcome.DeadLetter(DeadLetterReasons.PrincipalRevoked));
        }

        return await AskHooksAsync(entry, captured, body, stopping) ?? await RunAgainAsync(entry, captured, body, stopping);
    }

    /// <summary>Null: run it.</summary>
    private async Task<ReplayResult?> AskHooksAsync(StoredRequest entry, CapturedRequest captured, ReadOnlyMemory<byte> body, CancellationToken stopping)
    {
        foreach (var hook in _hooks)
        {
            if (hook.Route is { } route && route != entry.Header.Route)
            {
                continue;
            }

            RecoveryDecision decision;
            using var limit = new CancellationTokenSource(options.Value.HookTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
            try
            {
                var asked = hook.DecideAsync(Describe(entry, captured, body), either.Token).AsTask();
                decision = await asked.WaitAsync(either.Token);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                LogHookFailed(error, hook.GetType().Name, entry.Header.Id);
                return new ReplayResult(AttemptOutcome.Failed(limit.IsCancellationRequested ? "hook_timed_out" : "hook_failed"));
            }

            switch (decision.Kind)
            {
                case RecoveryDecisionKind.Completed:
                    return new ReplayResult(AttemptOutcome.Completed(decision.Status, AnswerPlace.Journal), Answer(entry, decision));
                case RecoveryDecisionKind.Skip:
                    return new ReplayResult(AttemptOutcome.Skipped);
                case RecoveryDecisionKind.Defer:
                    return new ReplayResult(AttemptOutcome.Deferred(time.GetUtcNow() + decision.Delay));
                case RecoveryDecisionKind.DeadLetter:
                    return new ReplayResult(AttemptOutcome.DeadLetter(DeadLetterReasons.Hook));
            }
        }

        return null;
    }

    private async Task<ReplayResult> RunAgainAsync(StoredRequest entry, CapturedRequest captured, ReadOnlyMemory<byte> body, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(options.Value.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        var recovered = new RecoveredRequest(entry, captured);
        var run = RunPipelineAsync(recovered, body, either.Token);
        try
        {
            await run.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // It was told to stop and gets a moment to do so.
            await run.WaitAsync(Grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopping.ThrowIfCancellationRequested();
            if (!run.IsCompleted)
            {
                // It may still do something, so it must not be run a second time by us.
                LogDoesNotStop(entry.Header.Id, entry.Header.Route);
                return new ReplayResult(AttemptOutcome.DeadLetter(DeadLetterReasons.AttemptsExhausted));
            }

            return recovered.Outcome is { Kind: AttemptOutcomeKind.Completed } done
                ? new ReplayResult(done, recovered.Answer)
                : new ReplayResult(AttemptOutcome.Failed("timed_out"));
        }
        catch (Exception error)
        {
            LogPipelineFailed(error, entry.Header.Id);
            return new ReplayResult(recovered.Outcome ?? AttemptOutcome.Failed("exception"));
        }

        return new ReplayResult(recovered.Outcome ?? AttemptOutcome.Failed("not_routed"), recovered.Answer);
    }

    private async Task RunPipelineAsync(RecoveredRequest recovered, ReadOnlyMemory<byte> body, CancellationToken cancelled)
    {
        var (header, captured) = (recovered.Entry.Header, recovered.Captured);
        using var span = captured.Trace.Begin(header.Route, recovered.Entry.Progress.Attempt);
        var response = new ReplayResponse();
        var context = contexts.Create(ReplayFeatures.Of(recovered, body, response, cancelled));
        try
        {
            principals.SignIn(context, captured.Principal);
            await pipeline.RunAsync(context);
            await response.EndAsync();
        }
        finally
        {
            contexts.Dispose(context);
        }
    }

    private static KeptAnswer Answer(StoredRequest entry, RecoveryDecision decision)
    {
        ImmutableArray<AnswerHeader> headers = decision.ContentType is { } type ? [new AnswerHeader("Content-Type", type)] : [];
        return new KeptAnswer(entry.Header.Id, decision.Status, headers, [.. decision.Body.Span], null, decision.Body.Length, Kept: true);
    }

    private static RecoveryHookContext Describe(StoredRequest entry, CapturedRequest captured, ReadOnlyMemory<byte> body) => new(
        entry.Header.Id, entry.Progress.Attempt, captured.Method, captured.Path, captured.Query, entry.Header.Route, captured.Headers, body,
        captured.Principal, entry.Header.ArrivedAt);

    [LoggerMessage(5110, LogLevel.Warning, "Recovery hook {Hook} failed for request {RequestId}")]
    private partial void LogHookFailed(Exception exception, string hook, string requestId);

    [LoggerMessage(5111, LogLevel.Error, "Request {RequestId} ({Route}) does not stop when it is told to; it is not run again by itself")]
    private partial void LogDoesNotStop(string requestId, string route);

    [LoggerMessage(5112, LogLevel.Warning, "Request {RequestId} ended with an exception when it was run again")]
    private partial void LogPipelineFailed(Exception exception, string requestId);
}
