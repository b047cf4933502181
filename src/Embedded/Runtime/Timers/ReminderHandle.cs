namespace Granary.Embedded.Runtime;

/// <summary>What the grain got when it registered.</summary>
internal sealed record ReminderHandle(GrainId GrainId, string ReminderName, string ETag) : IGrainReminder;
