using Granary.Api.Recovery;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Callers;

/// <summary>
/// Gives every request an id of ours (<c>req_</c>, sorts by time) before anything else sees it, and says it in <c>x-request-id</c>. A caller's own
/// <c>x-request-id</c> is not trusted as ours. A request that is run again from the journal keeps the id it had.
/// </summary>
internal sealed class RequestIdentity(RequestDelegate next, TimeProvider time)
{
    /// <summary>Name of the header.</summary>
    public const string Header = "x-request-id";

    private const string Prefix = "req_";

    private static readonly object Key = new();

    /// <summary>The id of a request as a number; the same again when it is run again from the journal.</summary>
    public static Guid NumberOf(HttpContext context) => Guid.ParseExact(Of(context)[Prefix.Length..], "N");

    public static string Of(HttpContext context) => (string?)context.Items[Key] ?? context.TraceIdentifier;

    public Task InvokeAsync(HttpContext context)
    {
        var id = context.Features.Get<RecoveredRequest>()?.Id ?? Prefix + Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        context.Items[Key] = id;
        context.Response.Headers[Header] = id;
        return next(context);
    }
}
