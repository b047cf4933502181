using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Loops;

public sealed partial class Loop
{
    [LoggerMessage(4010, LogLevel.Error, "Loop {Loop}: a callback ({Operation}) threw; its connection ends, the loop goes on.")]
    private partial void LogCallbackThrew(int loop, string operation, Exception error);

    [LoggerMessage(4011, LogLevel.Warning, "Loop {Loop} could not be pinned to CPU {Cpu} ({Refusal}); it runs unpinned.")]
    private partial void LogAffinityRefused(int loop, int cpu, string refusal);
}
