namespace Granary.Silo.Hosting;

/// <summary>The process cannot start; the message says what to change.</summary>
internal sealed class StartupException(string message) : Exception(message);
