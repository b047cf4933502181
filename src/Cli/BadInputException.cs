namespace Granary.Cli;

/// <summary>The user's input cannot be used; the message says what and what helps.</summary>
internal sealed class BadInputException(string message) : Exception(message);
