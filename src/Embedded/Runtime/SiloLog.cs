using Microsoft.Extensions.Logging;

namespace Granary.Embedded.Runtime;

/// <summary>Log of silos.</summary>
internal static partial class SiloLog
{
    [LoggerMessage(9140, LogLevel.Warning, "Silo {Name} stopped before {Count} activations had ended")]
    public static partial void StopTimedOut(ILogger log, string name, int count);

    [LoggerMessage(9141, LogLevel.Information, "Grains run embedded in this process, state in {Place}")]
    public static partial void Started(ILogger log, string place);
}
