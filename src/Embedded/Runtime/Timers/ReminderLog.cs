using Microsoft.Extensions.Logging;

namespace Granary.Embedded.Runtime;

/// <summary>Log of reminders.</summary>
internal static partial class ReminderLog
{
    [LoggerMessage(9130, LogLevel.Error, "Reminder {Name} of {GrainId} could not be delivered; it ticks again at its next time")]
    public static partial void TickFailed(ILogger log, string name, string grainId, Exception error);
}
