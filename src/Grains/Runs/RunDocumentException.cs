namespace Granary.Grains.Runs;

/// <summary>The document of a run that was accepted before cannot be compiled any more.</summary>
internal sealed class RunDocumentException(string message) : Exception($"The run's document is not valid any more: {message}");
