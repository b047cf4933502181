using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Api.Recovery;

/// <summary>
/// Where recovery meets the pipeline. A request that is neither marked nor keyed passes with a few look-ups and no allocation; the others are led by
/// <see cref="RecoverableCalls"/>. Nobody outside can pretend to be a recovery.
/// </summary>
internal sealed class RecoveryMiddleware
{
    private readonly RequestDelegate _next;
    private readonly RequestDelegate _guarded;
    private readonly RecoverableCalls _calls;
    private readonly bool _everything;

    public RecoveryMiddleware(
        RequestDelegate next, RecoverableCalls calls, IOptions<RecoveryOptions> options, ILogger<UnhandledErrors> errors)
    {
        _next = next;

        // An answer to an unexpected exception is an answer too: it must be made where it can still be judged and stored.
        _guarded = new UnhandledErrors(next, errors).InvokeAsync;
        _calls = calls;
        _everything = options.Value is { Enabled: true, Scope: "all" };
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<RecoveredRequest>() is { } recovered)
        {
            return _calls.RunAgainAsync(context, _guarded, recovered);
        }

        context.Request.Headers.Remove(ReplayAttempt.AttemptHeader);
        context.Request.Headers.Remove(ReplayAttempt.SourceHeader);
        var selection = RecoverySelection.Of(context, _everything);
        return selection.Concerned ? _calls.RunAsync(context, _guarded, selection) : _next(context);
    }
}
