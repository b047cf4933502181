using Microsoft.Extensions.Logging;

namespace Granary.Api.Recovery;

/// <content>Log events.</content>
internal sealed partial class RequestJournal
{
    [LoggerMessage(5100, LogLevel.Information, "Journal of requests opened: {Unfinished} unfinished, {DeadLetters} dead letters, {TornTails} torn tails")]
    private partial void LogOpened(int unfinished, int deadLetters, int tornTails);

    [LoggerMessage(5101, LogLevel.Warning, "Request {RequestId} could not be written down and was refused")]
    private partial void LogNotAccepted(Exception exception, string requestId);

    [LoggerMessage(5102, LogLevel.Warning, "How request {RequestId} stands could not be written down; trying again")]
    private partial void LogNotWritten(Exception exception, string requestId);

    [LoggerMessage(5103, LogLevel.Information, "Request {RequestId} ({Route}) is run again, attempt {Attempt}")]
    private partial void LogAttempt(string requestId, string route, int attempt);

    [LoggerMessage(5104, LogLevel.Information, "Request {RequestId}, attempt {Attempt}: {Outcome} (status {Status}, reason {Reason})")]
    private partial void LogAttemptEnded(string requestId, int attempt, string outcome, int? status, string? reason);

    [LoggerMessage(5105, LogLevel.Error, "Running request {RequestId} again broke")]
    private partial void LogAttemptBroke(Exception exception, string requestId);

    [LoggerMessage(5106, LogLevel.Warning, "Request {RequestId} ({Route}) was dropped: {Reason}")]
    private partial void LogDropped(string requestId, string route, string reason);

    [LoggerMessage(5107, LogLevel.Error, "Request {RequestId} ({Route}) is a dead letter after {Attempts} recovery attempts: {Reason}")]
    private partial void LogDeadLetter(string requestId, string route, int attempts, string reason);

    [LoggerMessage(5109, LogLevel.Critical, "Looking for logs of dead processes ended; restart the process to take over what they leave")]
    private partial void LogAdoptionEnded(Exception exception);

    [LoggerMessage(5108, LogLevel.Critical, "Replay of requests ended; restart the process to run what is left")]
    private partial void LogReplayEnded(Exception exception);
}
