using System.Diagnostics.Tracing;
using Granary.SocketLoops.Loops;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Inspection;

/// <summary>
/// Samples a thread of this process through the runtime's own diagnostics port, at most once per 10 s: a short session of the sample profiler, whose
/// trace is read and removed. It stops the process for moments, which is why it is rare, can be switched off, and
/// is not done while the process warms up and everything is slow.
/// </summary>
internal sealed partial class DiagnosticsStackSampler(TimeProvider time, ILogger<DiagnosticsStackSampler> logger, TimeSpan warmUp) : IStackSampler
{
    private const string SampleProfiler = "Microsoft-DotNETCore-SampleProfiler";
    private const int BufferMegabytes = 16;
    private const int MostFrames = 48;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Session = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly Lock _lock = new();
    private readonly long _made = time.GetTimestamp();
    private long _sampledAt;

    public void Request(int threadId, Func<bool> wanted, Action<IReadOnlyList<string>> done)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (time.GetElapsedTime(_made, now) < warmUp || (_sampledAt != 0 && time.GetElapsedTime(_sampledAt, now) < Every))
            {
                return;
            }

            _sampledAt = now;
        }

        _ = Task.Run(() => SampleAsync(threadId, wanted, done));
    }

    private async Task SampleAsync(int threadId, Func<bool> wanted, Action<IReadOnlyList<string>> done)
    {
        var folder = Directory.CreateTempSubdirectory("granary-stall-");
        try
        {
            using var limit = new CancellationTokenSource(Limit, time);
            var file = Path.Combine(folder.FullName, "stall.nettrace");
            var client = new DiagnosticsClient(Environment.ProcessId);
            using (var session = await client.StartEventPipeSessionAsync(
                [new EventPipeProvider(SampleProfiler, EventLevel.Informational)], requestRundown: true, BufferMegabytes, limit.Token))
            {
                await using var trace = File.Create(file);
                var copy = session.EventStream.CopyToAsync(trace, limit.Token);
                if (wanted())
                {
                    await Task.Delay(Session, time, limit.Token);
                }

                await session.StopAsync(limit.Token);
                await copy;
            }

            done(Read(TraceLog.CreateFromEventPipeDataFile(file), threadId));
        }
        catch (Exception error)
        {
            LogNotSampled(error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The last sample of the thread, innermost first.
    private static List<string> Read(string converted, int threadId)
    {
        using var log = new TraceLog(converted);
        List<string> frames = [];
        foreach (var sample in log.Events.Where(sample => sample.ThreadID == threadId && sample.ProviderName == SampleProfiler))
        {
            var found = new List<string>();
            for (var frame = sample.CallStack(); frame is not null && found.Count < MostFrames; frame = frame.Caller)
            {
                var method = frame.CodeAddress.FullMethodName;
                found.Add(string.IsNullOrEmpty(method) ? frame.CodeAddress.ModuleName : method);
            }

            if (found.Count > 0)
            {
                frames = found;
            }
        }

        return frames;
    }
}
