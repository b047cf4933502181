using Microsoft.Extensions.Logging;

namespace Granary.Grains.Providers;

internal sealed partial class ProviderDocumentSource
{
    [LoggerMessage(1510, LogLevel.Information, "Provider document {File} is in force as revision {Revision}: aliases {Aliases}")]
    private partial void LogInForce(string file, long revision, string aliases);

    [LoggerMessage(1511, LogLevel.Information, "There is no {File}: the built-in provider simulator answers, aliases {Aliases}")]
    private partial void LogBuiltIn(string file, string aliases);

    [LoggerMessage(1512, LogLevel.Error, "Provider document {File} has changed and cannot be used; revision {Revision} stays in force:\n{Errors}")]
    private partial void LogRefused(string file, long revision, string errors);

    [LoggerMessage(1513, LogLevel.Warning, "Provider document {File} is gone; revision {Revision} stays in force")]
    private partial void LogGone(string file, long revision);

    [LoggerMessage(1514, LogLevel.Warning, "Provider document {File} cannot be read; revision {Revision} stays in force")]
    private partial void LogUnreadable(string file, long revision);
}
