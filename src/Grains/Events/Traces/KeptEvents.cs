using System.Globalization;
using System.Text.Json;
using Granary.Abstractions.Artifacts;
using Granary.Grains.Runs.Output;

namespace Granary.Grains.Events.Traces;

/// <summary>Reads back the events a run has kept, of all its silos, in one order of time.</summary>
internal sealed class KeptEvents(IArtifactStore artifacts)
{
    /// <summary>
    /// The events of a run; when there are more than <paramref name="most"/> lines, those of every <c>Share</c>-th task and everything that is about no task.
    /// </summary>
    public async Task<(IReadOnlyList<KeptEvent> Events, int Share)> ReadAsync(string run, long most, CancellationToken cancellationToken)
    {
        var files = await artifacts.ListAsync(RunFiles.EventsFolder(run), cancellationToken);
        var lines = 0L;
        foreach (var file in files)
        {
            await ForEachLineAsync(file.Name, _ => lines++, cancellationToken);
        }

        var share = (int)Math.Max(1, (lines + most - 1) / most);
        List<KeptEvent> events = [];
        foreach (var file in files)
        {
            double? offset = null;
            await ForEachLineAsync(
                file.Name,
                line =>
                {
                    var body = JsonElement.Parse(line);
                    if (offset is not { } known)
                    {
                        offset = OffsetOf(body);
                        return;
                    }

                    var kept = new KeptEvent(
                        known + body.GetProperty("at").GetDouble(),
                        body.GetProperty("silo").GetString()!,
                        body.GetProperty("stream").GetString()!,
                        body.GetProperty("sequence").GetInt64(),
                        body.GetProperty("kind").GetString()!,
                        body);
                    if (share == 1 || IsOfShare(kept, share))
                    {
                        events.Add(kept);
                    }
                },
                cancellationToken);
        }

        events.Sort(static (a, b) => (a.At, a.Silo, Rank(a), a.Sequence).CompareTo((b.At, b.Silo, Rank(b), b.Sequence)));
        return (events, share);
    }

    // At one instant a worker is spawned before its call asks, and a call is over before its task is.
    private static int Rank(KeptEvent e) => e.Stream == StreamEvent.Requests ? 1 : e.Kind is "task_completed" or "task_lease_released" ? 2 : 0;

    // Executions are sampled whole: both streams carry the id, or the id of the task it belongs to.
    private static bool IsOfShare(KeptEvent e, int share) =>
        (e.ExecutionId ?? e.TaskId) is not { } id || id.Aggregate(17u, static (hash, character) => (hash * 31) + character) % (uint)share == 0;

    // Every piece begins with the time of the wall at an instant of the silo's clock.
    private static double OffsetOf(JsonElement header) =>
        (DateTimeOffset.Parse(header.GetProperty("time").GetString()!, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).TotalSeconds - header.GetProperty("at").GetDouble();

    private async Task ForEachLineAsync(string name, Action<string> take, CancellationToken cancellationToken)
    {
        await using var stream = await artifacts.OpenReadAsync(name, cancellationToken);
        if (stream is null)
        {
            return;
        }

        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            take(line);
        }
    }
}
