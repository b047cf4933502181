namespace Granary.Admission;

/// <summary>Priority class of a waiter, most urgent first. Aging keeps the lower ones from starving.</summary>
public enum Band
{
    /// <summary>Somebody is looking at a screen.</summary>
    Interactive,

    /// <summary>Background calls with an answer expected soon.</summary>
    Standard,

    /// <summary>Runs and batches.</summary>
    Bulk,
}
