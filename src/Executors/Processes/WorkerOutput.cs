using System.Text;
using Granary.Executors.Protocol;

namespace Granary.Executors.Processes;

/// <summary>
/// Reads what a worker writes to its descriptors by itself: native code, or its runtime before and after the connection. Read as fast as it comes, so that
/// nobody waits in a write; said line by line, as much as log frames may.
/// </summary>
internal static class WorkerOutput
{
    public static async Task DrainAsync(Stream stream, string name, Action<string, string> say, TimeProvider time)
    {
        var limit = new RateLimit(ProtocolLimits.LogsPerSecond, time);
        var buffer = new byte[16 * 1024];
        var line = new byte[ProtocolLimits.LogMessageBytes];
        var length = 0;
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var read)
            {
                for (var index = 0; index < read; index++)
                {
                    if (buffer[index] == '\n')
                    {
                        Say();
                    }
                    else if (length < line.Length)
                    {
                        line[length++] = buffer[index];
                    }
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process has ended and somebody it started keeps the stream open: nobody listens any more.
            _ = error;
        }

        Say();

        void Say()
        {
            if (length > 0 && limit.TryTake(out var dropped))
            {
                if (dropped > 0)
                {
                    say(name, $"({dropped} lines were dropped)");
                }

                say(name, Encoding.UTF8.GetString(line, 0, length).TrimEnd('\r'));
            }

            length = 0;
        }
    }
}
