namespace Granary.Journal.Requests;

/// <summary>What never changes about an entry, and what decisions about it need. What the request says is opaque content beside it.</summary>
/// <param name="Id">Unique, and sorts by time.</param>
/// <param name="ArrivedAt">When it was received.</param>
/// <param name="Priority">Place among those that are replayed.</param>
/// <param name="Route">Method and route, such as <c>POST /v1/runs</c>; a label for people and filters.</param>
/// <param name="Tenant">Whose request it is.</param>
/// <param name="Deadline">When its answer becomes worthless; null is never.</param>
/// <param name="Key">Hash of the idempotency key it came with, or null.</param>
public sealed record RequestHeader(
    string Id, DateTimeOffset ArrivedAt, RequestPriority Priority, string Route, string Tenant, DateTimeOffset? Deadline = null, string? Key = null);
