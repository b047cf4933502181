namespace Granary.SocketLoops;

/// <summary>The backend that was asked for cannot be had, and <c>Loops:Strict</c> forbids another.</summary>
public sealed class LoopBackendUnavailableException(LoopBackendReport report)
    : InvalidOperationException($"{LoopOptions.Section}:{nameof(LoopOptions.Strict)} is true and the backend '{report.Requested}' cannot be had: {report.Reason}")
{
    /// <summary>What would have been used instead.</summary>
    public LoopBackendReport Report { get; } = report;
}
