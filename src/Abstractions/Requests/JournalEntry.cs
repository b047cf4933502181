namespace Granary.Abstractions.Requests;

/// <summary>A recoverable request as its owner and an operator see it.</summary>
/// <param name="Id">Request id.</param>
/// <param name="State">accepted, started, retry, deferred, completed, dead_letter or dropped.</param>
/// <param name="Route">Method and route.</param>
/// <param name="Tenant">Whose request it is.</param>
/// <param name="Priority">critical, high, normal or low.</param>
/// <param name="ArrivedAt">When it was received.</param>
/// <param name="Since">When it came into its state.</param>
/// <param name="Attempts">Recovery attempts begun.</param>
/// <param name="NotBefore">Earliest next attempt, in states that wait.</param>
/// <param name="Deadline">When its answer becomes worthless; null is never.</param>
/// <param name="IsKeyed">It came with an idempotency key.</param>
/// <param name="Reason">Why it is in its state.</param>
/// <param name="Status">Status of the last answer.</param>
/// <param name="IsUnfinished">It will be run again without anybody's doing, or runs.</param>
/// <param name="HasAnswer">Its answer can be asked for.</param>
/// <param name="AnswerKey">The idempotency grain that has the answer; null: its journal has it, or nobody.</param>
[GenerateSerializer, Immutable, Alias("granary.JournalEntry")]
public sealed record JournalEntry(
    [property: Id(0)] string Id,
    [property: Id(1)] string State,
    [property: Id(2)] string Route,
    [property: Id(3)] string Tenant,
    [property: Id(4)] string Priority,
    [property: Id(5)] DateTimeOffset ArrivedAt,
    [property: Id(6)] DateTimeOffset Since,
    [property: Id(7)] int Attempts,
    [property: Id(8)] DateTimeOffset? NotBefore,
    [property: Id(9)] DateTimeOffset? Deadline,
    [property: Id(10)] bool IsKeyed,
    [property: Id(11)] string? Reason,
    [property: Id(12)] int? Status,
    [property: Id(13)] bool IsUnfinished,
    [property: Id(14)] bool HasAnswer,
    [property: Id(15)] string? AnswerKey);
