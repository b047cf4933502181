namespace Granary.Admission.Explanations;

/// <summary>Where a request stands.</summary>
public enum WaitState
{
    /// <summary>A permit is free for it.</summary>
    Free,

    /// <summary>Others use the permits, or are served first.</summary>
    Waiting,

    /// <summary>Nothing goes out at all for now.</summary>
    Blocked,
}
