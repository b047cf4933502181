using Granary.Abstractions.Requests;

namespace Granary.Api.Requests;

/// <summary>A recoverable request in an answer.</summary>
internal sealed class RequestView(JournalEntry entry)
{
    public string Id => entry.Id;

    /// <summary>Its id as a dead letter, while it is one.</summary>
    public string? DeadLetter => State == "dead_letter" ? DeadLetterId.Of(Id) : null;

    public string State => entry.State;

    public string Route => entry.Route;

    public string Tenant => entry.Tenant;

    public string Priority => entry.Priority;

    public DateTimeOffset ArrivedAt => entry.ArrivedAt;

    public DateTimeOffset Since => entry.Since;

    /// <summary>Recovery attempts begun.</summary>
    public int Attempts => entry.Attempts;

    public DateTimeOffset? NotBefore => entry.NotBefore;

    public DateTimeOffset? Deadline => entry.Deadline;

    /// <summary>It came with an idempotency key.</summary>
    public bool Keyed => entry.IsKeyed;

    public string? Reason => entry.Reason;

    /// <summary>Status of the last answer.</summary>
    public int? Status => entry.Status;

    /// <summary>Where the answer can be had.</summary>
    public string? Response => entry.HasAnswer ? $"/v1/requests/{Id}/response" : null;
}
