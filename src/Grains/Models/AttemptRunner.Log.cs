using Granary.Admission;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Models;

internal sealed partial class AttemptRunner
{
    [LoggerMessage(1500, LogLevel.Warning, "Lease {Number} of {Key} gave nothing back: {Result}")]
    private partial void LogNotReleased(ResourceKey key, long number, ReleaseResult result);
}
