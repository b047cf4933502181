namespace Granary.Embedded;

/// <summary>A reminder could not be registered or taken back.</summary>
public sealed class ReminderException(string message) : OrleansException(message);
