namespace Granary.Embedded;

/// <summary>A reminder as registered; needed to take it back.</summary>
public interface IGrainReminder
{
    /// <summary>Its name within the grain.</summary>
    string ReminderName { get; }
}
