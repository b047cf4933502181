using Granary.Embedded.Runtime;

namespace Granary.Embedded;

/// <summary>
/// Durable ticks of a grain, at least a minute apart (unless configured otherwise). They survive activations and restarts; ticks that fall into a
/// time when the process is down are left out.
/// </summary>
public static class GrainReminderExtensions
{
    /// <summary>Registers a reminder of that name, or sets it anew; complete when durable.</summary>
    /// <exception cref="ArgumentNullException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative or infinite.</exception>
    /// <exception cref="ArgumentException">The period is below the minimum.</exception>
    /// <exception cref="InvalidOperationException">The grain is not <see cref="IRemindable"/>, or this is not its turn.</exception>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        Service(grain).RegisterAsync(grain, reminderName, dueTime, period);

    /// <summary>Takes a reminder back; complete when durable.</summary>
    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) => Service(grain).UnregisterAsync(reminder);

    /// <summary>The reminder of that name, or null.</summary>
    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName) =>
        Service(grain).GetAsync(grain.GrainContext.GrainId, reminderName);

    /// <summary>All reminders of the grain.</summary>
    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain) => Service(grain).ListAsync(grain.GrainContext.GrainId);

    private static ReminderService Service(IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        var activation = (Activation)grain.GrainContext;
        if (!ReferenceEquals(RuntimeContext.Activation, activation))
        {
            throw new InvalidOperationException("Reminders are for use within a turn of the grain.");
        }

        return activation.Silo.Cluster.Reminders;
    }
}
