namespace Granary.Abstractions.Runs;

/// <summary>What an action on a run did.</summary>
[GenerateSerializer, Alias("granary.RunActionOutcome")]
public enum RunActionOutcome
{
    /// <summary>Accepted; the state changes now or when calls in flight have ended.</summary>
    Accepted,

    /// <summary>It was so already.</summary>
    AlreadySo,

    /// <summary>The state does not allow it.</summary>
    Conflict,

    /// <summary>There is no such run.</summary>
    NotFound,
}
