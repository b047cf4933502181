namespace Granary.Journal.Requests;

/// <summary>accepted → started(n) → completed | retry | deferred | dead letter | dropped. A retry and a deferred entry are started again.</summary>
public enum RequestState
{
    /// <summary>Durable; its live run goes on, or its process died in it.</summary>
    Accepted,

    /// <summary>Recovery attempt n was written down and then begun.</summary>
    Started,

    /// <summary>The last attempt failed; the next one waits for its time.</summary>
    Retry,

    /// <summary>A hook put it off; that was no attempt.</summary>
    Deferred,

    /// <summary>Answered; nothing runs any more.</summary>
    Completed,

    /// <summary>Given up until an operator decides.</summary>
    DeadLetter,

    /// <summary>Given up for good, with a reason.</summary>
    Dropped,
}
