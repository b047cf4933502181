namespace Granary.Embedded.Runtime;

/// <summary>A reminder as stored.</summary>
internal sealed record ReminderRow(string GrainId, string Name, DateTime StartAt, TimeSpan Period);
