using Microsoft.Extensions.Logging;

namespace Granary.Embedded;

/// <summary>Log of observer sets.</summary>
internal static partial class ObserverLog
{
    [LoggerMessage(9101, LogLevel.Debug, "Observer {Observer} is dropped: its notification failed")]
    public static partial void Dropped(ILogger log, string? observer, Exception error);
}
