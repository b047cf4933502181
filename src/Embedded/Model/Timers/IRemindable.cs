namespace Granary.Embedded;

/// <summary>A grain that takes reminders.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A tick; a call like any other, so it activates the grain when needed.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
