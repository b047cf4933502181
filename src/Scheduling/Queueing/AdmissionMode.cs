namespace Granary.Scheduling.Queueing;

/// <summary>On which ground a task is admitted.</summary>
public enum AdmissionMode
{
    /// <summary>By its group's fair part, or what nobody else wants.</summary>
    Fair,

    /// <summary>Because the units would stay idle otherwise: everybody's denials were mutual.</summary>
    Spare,
}
