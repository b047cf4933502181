using Granary.Abstractions.Jobs;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Jobs;

internal sealed partial class JobGrain
{
    [LoggerMessage(2401, LogLevel.Warning, "Attempt {Attempt} of job {Job} ended: {Kind} {Code}")]
    private partial void LogAttemptEnded(string job, int attempt, JobEndKind kind, string code);

    [LoggerMessage(2402, LogLevel.Warning, "Attempt {Attempt} of job {Job} was lost with the silo that ran it")]
    private partial void LogAttemptLost(string job, int attempt);

    [LoggerMessage(2403, LogLevel.Warning, "The end of job {Job} is durable, but its directory or index could not be told; the sweep does it")]
    private partial void LogNotSettled(string job, Exception exception);

    [LoggerMessage(2404, LogLevel.Error, "Job {Job} could not write its state and starts anew from what is stored")]
    private partial void LogLost(string job, Exception exception);
}
