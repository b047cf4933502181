using System.Text.Json;

namespace Granary.Grains.Events.Traces;

/// <summary>
/// Spells events as a Chrome trace (<c>granary-perfetto-trace-v1</c>): a process per silo, eight lanes, microseconds from the first event. Intervals that
/// overlap take further rows of their lane, since a viewer nests what shares one. Used once.
/// </summary>
internal sealed class PerfettoTrace(Utf8JsonWriter writer, double begin)
{
    private static readonly string[] _lanes =
        ["scheduler events", "row groups", "task execution", "task leases", "request waits", "request leases", "model requests", "counters"];

    private readonly Dictionary<string, int> _silos = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Silo, int Lane, string Id), (double At, int Row)> _open = [];
    private readonly Dictionary<(int Silo, int Lane), List<bool>> _rows = [];
    private readonly Dictionary<int, (int Queued, int Leased)> _counters = [];

    /// <summary>Entries written.</summary>
    public long Entries { get; private set; }

    public void Add(KeptEvent e)
    {
        switch (e.Kind)
        {
            case "row_group_admitted":
                Open(e, 2, $"group {e.RowGroup}");
                break;
            case "row_group_checkpointed":
                Close(e, 2, $"group {e.RowGroup}", $"row group {e.RowGroup}");
                break;
            case "task_lease_acquired":
                Open(e, 4, e.ExecutionId);
                Count(e, queued: -1, leased: +1);
                break;
            case "worker_spawned":
                Open(e, 3, e.ExecutionId);
                break;
            case "task_lease_released":
                Close(e, 3, e.ExecutionId, e.Column);
                Close(e, 4, e.ExecutionId, e.Column);
                Count(e, queued: 0, leased: -1);
                break;
            case "ready_enqueued":
                Count(e, queued: +1, leased: 0);
                break;
            case "request_wait_started":
                Open(e, 5, e.AttemptId);
                break;
            case "request_wait_completed" or "request_wait_cancelled":
                Close(e, 5, e.AttemptId, e.Column);
                break;
            case "request_acquire_denied" or "request_wait_timeout":
                // Whoever was refused at once has no interval of waiting: the instant shows both.
                Close(e, 5, e.AttemptId, e.Column);
                Instant(e, 5);
                break;
            case "request_lease_acquired":
                Open(e, 6, e.AttemptId);
                break;
            case "request_lease_released" or "request_lease_expired":
                Close(e, 6, e.AttemptId, e.Column);
                break;
            case "model_request_started":
                Open(e, 7, e.AttemptId);
                break;
            case "model_request_completed":
                Close(e, 7, e.AttemptId, e.Column);
                break;
            case "dependency_ready" or "selected" or "task_completed" or "scheduler_health_snapshot":
                break;
            default:
                Instant(e, e.Stream == StreamEvent.Requests ? 6 : 1);
                break;
        }
    }

    private void Open(KeptEvent e, int lane, string? id)
    {
        if (id is not null)
        {
            _open[(e.Silo, lane, id)] = (e.At, Row(Silo(e), lane));
        }
    }

    private void Close(KeptEvent e, int lane, string? id, string? name)
    {
        if (id is null || !_open.Remove((e.Silo, lane, id), out var open))
        {
            return;
        }

        var silo = Silo(e);
        _rows[(silo, lane)][open.Row] = false;
        Begin("X", name ?? id, silo, lane, open.Row, open.At);
        writer.WriteNumber("dur"u8, Math.Max(0, (e.At - open.At) * 1_000_000));
        writer.WriteStartObject("args"u8);
        writer.WriteString("id"u8, id);
        if (e.Reason is { } reason)
        {
            writer.WriteString("reason"u8, reason);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void Instant(KeptEvent e, int lane)
    {
        Begin("i", e.Reason is { } reason ? $"{e.Kind}: {reason}" : e.Kind, Silo(e), lane, 0, e.At);
        writer.WriteString("s"u8, "t");
        writer.WriteEndObject();
    }

    private void Count(KeptEvent e, int queued, int leased)
    {
        var silo = Silo(e);
        var now = _counters.GetValueOrDefault(silo);
        _counters[silo] = now = (Math.Max(0, now.Queued + queued), Math.Max(0, now.Leased + leased));
        Begin("C", "tasks", silo, 8, 0, e.At);
        writer.WriteStartObject("args"u8);
        writer.WriteNumber("queued"u8, now.Queued);
        writer.WriteNumber("leased"u8, now.Leased);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private int Silo(KeptEvent e)
    {
        if (_silos.TryGetValue(e.Silo, out var number))
        {
            return number;
        }

        _silos.Add(e.Silo, number = _silos.Count + 1);
        Name("process_name", number, 0, e.Silo);
        for (var lane = 1; lane <= _lanes.Length; lane++)
        {
            Row(number, lane);
            _rows[(number, lane)][0] = false;
        }

        return number;
    }

    // The first free row of the lane.
    private int Row(int silo, int lane)
    {
        if (!_rows.TryGetValue((silo, lane), out var rows))
        {
            _rows.Add((silo, lane), rows = []);
        }

        var row = rows.IndexOf(false);
        if (row < 0)
        {
            row = rows.Count;
            rows.Add(true);
            Name("thread_name", silo, Thread(lane, row), $"{lane} {_lanes[lane - 1]}{(row == 0 ? "" : $" ({row + 1})")}");
        }

        rows[row] = true;
        return row;
    }

    private void Name(string what, int silo, int thread, string name)
    {
        writer.WriteStartObject();
        writer.WriteString("ph"u8, "M");
        writer.WriteString("name"u8, what);
        writer.WriteNumber("pid"u8, silo);
        writer.WriteNumber("tid"u8, thread);
        writer.WriteStartObject("args"u8);
        writer.WriteString("name"u8, name);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void Begin(string phase, string name, int silo, int lane, int row, double at)
    {
        Entries++;
        writer.WriteStartObject();
        writer.WriteString("ph"u8, phase);
        writer.WriteString("name"u8, name);
        writer.WriteNumber("pid"u8, silo);
        writer.WriteNumber("tid"u8, Thread(lane, row));
        writer.WriteNumber("ts"u8, Math.Max(0, (at - begin) * 1_000_000));
    }

    private static int Thread(int lane, int row) => (lane * 100_000) + row;
}
