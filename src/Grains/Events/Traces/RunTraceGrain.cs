using System.Text.Json;
using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Output;
using Granary.Scheduling.Timelines;

namespace Granary.Grains.Events.Traces;

/// <summary>Makes traces and analyses of the events that runs have kept.</summary>
[StatelessWorker]
internal sealed class RunTraceGrain(IArtifactStore artifacts, RunEventFiles files) : Grain, IRunTraceGrain
{
    // All of them are in memory at once, about a kilobyte each.
    private const long MostEvents = 250_000;

    public async Task<string?> WriteTraceAsync(TimeSpan wait)
    {
        await files.SettledAsync(Run, wait);
        var (events, share) = await new KeptEvents(artifacts).ReadAsync(Run, MostEvents, CancellationToken.None);
        if (events.Count == 0)
        {
            return null;
        }

        var name = RunFiles.Trace(Run);
        await artifacts.WriteAsync(
            name,
            async (file, token) =>
            {
                await using var writer = new Utf8JsonWriter(file);
                writer.WriteStartObject();
                writer.WriteStartArray("traceEvents"u8);
                var trace = new PerfettoTrace(writer, events[0].At);
                foreach (var e in events)
                {
                    trace.Add(e);
                    if (writer.BytesPending > 1 << 16)
                    {
                        await writer.FlushAsync(token);
                    }
                }

                writer.WriteEndArray();
                writer.WriteStartObject("otherData"u8);
                writer.WriteString("format"u8, "granary-perfetto-trace-v1");
                writer.WriteString("runId"u8, Run);
                writer.WriteNumber("sampledTasks"u8, 1.0 / share);
                writer.WriteEndObject();
                writer.WriteEndObject();
                await writer.FlushAsync(token);
            },
            CancellationToken.None);
        return name;
    }

    public async Task<string?> AnalyzeAsync(TimeSpan wait)
    {
        await files.SettledAsync(Run, wait);
        var (events, share) = await new KeptEvents(artifacts).ReadAsync(Run, MostEvents, CancellationToken.None);
        if (events.Count == 0)
        {
            return null;
        }

        var timeline = new RunTimeline();
        foreach (var e in events)
        {
            timeline.Add(new TimelineEvent(e.Kind, e.At, e.Silo, e.TaskId, e.ExecutionId, e.AttemptId, e.Reason));
        }

        return JsonSerializer.Serialize(
            new
            {
                runId = Run,
                events = events.Count,
                sampledTasks = 1.0 / share,
                seconds = events[^1].At - events[0].At,
                metrics = timeline.Metrics(),
                denials = timeline.Denials,
            },
            RunJson.Compact);
    }

    private string Run => this.GetPrimaryKeyString();
}
