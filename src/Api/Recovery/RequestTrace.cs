using System.Diagnostics;
using System.Text.Json.Serialization;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>Where a request stands in its trace, so that running it again goes on with the same trace.</summary>
/// <param name="RemoteParent">The caller's span (<c>traceparent</c>), or null if it sent none that is well formed.</param>
/// <param name="Span">The span of the live run, or null if there was none.</param>
/// <param name="State">The caller's <c>tracestate</c>, or null.</param>
internal sealed record RequestTrace(string? RemoteParent, string? Span, string? State)
{
    private static readonly ActivitySource Source = new("Granary.Recovery");

    public static RequestTrace Of(HttpContext context)
    {
        var headers = context.Request.Headers;
        var state = headers.TraceState.ToString() is { Length: > 0 } text ? text : null;
        var parent = headers.TraceParent.ToString();
        var own = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null;
        return new RequestTrace(ActivityContext.TryParse(parent, state, isRemote: true, out _) ? parent : null, own, state);
    }

    /// <summary>The <c>traceparent</c> that whoever reads headers finds: the caller's, or the live run's if the caller sent none.</summary>
    [JsonIgnore]
    public string? Header => RemoteParent ?? Span;

    /// <summary>Begins the span of a recovery attempt: same trace and remote parent as the live run's, a link to it, the attempt as a tag.</summary>
    public Activity Begin(string route, int attempt)
    {
        var parent = ActivityContext.TryParse(Header, State, isRemote: true, out var context) ? context : default;
        var links = ActivityContext.TryParse(Span, State, isRemote: true, out var live) ? new[] { new ActivityLink(live) } : [];
        var name = "recover " + route;
        var activity = Source.CreateActivity(name, ActivityKind.Internal, parent, links: links);
        if (activity is null)
        {
            // Nobody listens to spans; the trace id still goes on to whoever reads the current one.
            activity = new Activity(name);
            if (parent != default)
            {
                activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
                activity.TraceStateString = State;
            }

            foreach (var link in links)
            {
                activity.AddLink(link);
            }
        }

        activity.SetTag("granary.recovery.attempt", attempt);
        return activity.Start();
    }
}
