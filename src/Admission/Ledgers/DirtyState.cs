namespace Granary.Admission.Ledgers;

/// <summary>Whether what survives differs from what was written.</summary>
internal enum DirtyState
{
    /// <summary>It does not.</summary>
    Clean,

    /// <summary>A limit rose; writing it may wait a little.</summary>
    Soon,

    /// <summary>A limit was cut; it is written before the next answer.</summary>
    Urgent,
}
