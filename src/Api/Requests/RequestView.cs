using Granary.Journal.Requests;

namespace Granary.Api.Requests;

/// <summary>A recoverable request as its owner and an operator see it.</summary>
internal sealed class RequestView(StoredRequest request)
{
    public string Id => request.Header.Id;

    /// <summary>Its id as a dead letter, while it is one.</summary>
    public string? DeadLetter => State == RequestState.DeadLetter ? DeadLetterId.Of(Id) : null;

    public RequestState State => request.Progress.State;

    public string Route => request.Header.Route;

    public string Tenant => request.Header.Tenant;

    public RequestPriority Priority => request.Header.Priority;

    public DateTimeOffset ArrivedAt => request.Header.ArrivedAt;

    public DateTimeOffset Since => request.Progress.Since;

    /// <summary>Recovery attempts begun.</summary>
    public int Attempts => request.Progress.Attempt;

    public DateTimeOffset? NotBefore => request.Progress.NotBefore;

    public DateTimeOffset? Deadline => request.Header.Deadline;

    /// <summary>It came with an idempotency key.</summary>
    public bool Keyed => request.Header.Key is not null;

    public string? Reason => request.Progress.Reason;

    /// <summary>Status of the last answer.</summary>
    public int? Status => request.Progress.Status;

    /// <summary>Where the answer can be had.</summary>
    public string? Response => State == RequestState.Completed && request.Progress.Answer != AnswerPlace.None ? $"/v1/requests/{Id}/response" : null;
}
