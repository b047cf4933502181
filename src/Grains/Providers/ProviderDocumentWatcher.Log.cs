using Microsoft.Extensions.Logging;

namespace Granary.Grains.Providers;

internal sealed partial class ProviderDocumentWatcher
{
    [LoggerMessage(1515, LogLevel.Error, "The provider document could not be looked at; the one in force stays")]
    private partial void LogFailed(Exception failure);
}
