using System.Text.Json.Serialization;

namespace Granary.Journal.Requests;

/// <summary>Where an entry stands; replaced whole at each step.</summary>
/// <param name="State">The state.</param>
/// <param name="Attempt">Recovery attempts begun; 0 is the live run.</param>
/// <param name="Since">When it came into this state.</param>
/// <param name="NotBefore">Earliest next attempt, in states that wait.</param>
/// <param name="Reason">Why, from a closed set per state; of a retry: how the attempt failed.</param>
/// <param name="Status">Status of the last answer, if there was one.</param>
/// <param name="Answer">Where that answer is.</param>
/// <param name="Renewed">When an operator sent a dead letter back; age counts from here and the deadline no longer.</param>
public sealed record RequestProgress(
    RequestState State,
    int Attempt,
    DateTimeOffset Since,
    DateTimeOffset? NotBefore = null,
    string? Reason = null,
    int? Status = null,
    AnswerPlace Answer = AnswerPlace.None,
    DateTimeOffset? Renewed = null)
{
    /// <summary>The entry will be run again without anybody's doing.</summary>
    [JsonIgnore]
    public bool IsUnfinished => State is RequestState.Accepted or RequestState.Started or RequestState.Retry or RequestState.Deferred;
}
