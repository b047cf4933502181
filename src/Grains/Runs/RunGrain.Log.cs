using Microsoft.Extensions.Logging;

namespace Granary.Grains.Runs;

/// <summary>What a run logs.</summary>
internal sealed partial class RunGrain
{
    [LoggerMessage(2101, LogLevel.Information, "Run {Run} ({Name}) started: {Rows} rows in groups of {Size}")]
    private partial void LogStarted(string run, string name, long rows, int size);

    [LoggerMessage(2102, LogLevel.Information, "Run {Run} goes on by itself: {State}, {Sealed} groups sealed")]
    private partial void LogGoesOn(string run, string state, int @sealed);

    [LoggerMessage(2103, LogLevel.Information, "Run {Run} is {State} {Reason}")]
    private partial void LogState(string run, string state, string reason);

    [LoggerMessage(2104, LogLevel.Information,
        "Run {Run}: {Rows}/{Asked} rows sealed, {Cells} cells, {Rate} cells/s, {InFlight} in flight, {Sealed}/{Groups} groups")]
    private partial void LogProgress(string run, long rows, long asked, long cells, double rate, long inFlight, long @sealed, long groups);

    [LoggerMessage(2105, LogLevel.Error, "Run {Run} could not write its state, or not do what follows from it; this activation goes")]
    private partial void LogLost(string run, Exception exception);

    [LoggerMessage(2106, LogLevel.Warning, "Run {Run} could not open row group {Group} ({Failures} times); it tries again")]
    private partial void LogNotOpened(string run, long group, int failures, Exception exception);

    [LoggerMessage(2107, LogLevel.Debug, "Run {Run} could not reach row group {Group}")]
    private partial void LogNotTold(string run, long group, Exception exception);

    [LoggerMessage(2108, LogLevel.Warning, "Run {Run}: the parts of {Count} row groups are gone; their rows are made again")]
    private partial void LogPartsMissing(string run, int count);

    [LoggerMessage(2109, LogLevel.Error, "Run {Run} could not be marked as failed with {Code}")]
    private partial void LogNotFailed(string run, string code, Exception exception);

    [LoggerMessage(2110, LogLevel.Warning, "The manifest of run {Run} could not be written; it is tried again with the next change")]
    private partial void LogManifest(string run, Exception exception);

    [LoggerMessage(2111, LogLevel.Information, "Run {Run} is deleted with everything it stored")]
    private partial void LogDeleted(string run);

    [LoggerMessage(2112, LogLevel.Debug, "The capacity plan of run {Run} cannot be told; its manifest is written without")]
    private partial void LogNoCapacity(string run, Exception exception);
}
