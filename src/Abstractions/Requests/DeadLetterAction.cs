namespace Granary.Abstractions.Requests;

/// <summary>What an operator does with a dead letter.</summary>
public enum DeadLetterAction
{
    /// <summary>Sends it back; its attempts start again at 1.</summary>
    Retry,

    /// <summary>Gives it up for good.</summary>
    Discard,
}
