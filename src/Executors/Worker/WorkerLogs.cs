using Granary.Executors.Pools;
using Granary.Executors.Protocol;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Worker;

/// <summary>Log frames of a worker: so many a second, the rest is counted; none while the host does not read.</summary>
internal sealed class WorkerLogs(FrameWriter writer)
{
    private const int MostWaiting = 1000;
    private readonly RateLimit _limit = new(ProtocolLimits.LogsPerSecond, TimeProvider.System);

    /// <summary>From now on what is written to the console goes to the host.</summary>
    public void TakeConsole()
    {
        Console.SetOut(TextWriter.Synchronized(new WorkerConsole(this, "stdout")));
        Console.SetError(TextWriter.Synchronized(new WorkerConsole(this, "stderr")));
    }

    public void Write(LogLevel level, string category, string message)
    {
        if (!_limit.TryTake(out var dropped) || writer.Waiting > MostWaiting)
        {
            return;
        }

        if (dropped > 0)
        {
            Send(LogLevel.Warning, "granary", $"{dropped} messages were dropped");
        }

        Send(level, category, ProgressBounds.Text(message, ProtocolLimits.LogMessageBytes));
    }

    private void Send(LogLevel level, string category, string message) => writer.Send(
        ProtocolJson.Message(FrameType.Log, 0, new LogMeta(WorkerLogLevels.Name(level), category, message), ProtocolJson.Default.LogMeta), isControl: true);
}
