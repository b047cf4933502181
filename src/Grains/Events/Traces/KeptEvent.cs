using System.Text.Json;

namespace Granary.Grains.Events.Traces;

/// <summary>An event as it was read back, its time on the clock of the wall.</summary>
/// <param name="At">Seconds since 1970.</param>
/// <param name="Silo">Where.</param>
/// <param name="Stream">Which stream.</param>
/// <param name="Sequence">Place in it.</param>
/// <param name="Kind">Which kind.</param>
/// <param name="Body">All of it.</param>
internal sealed record KeptEvent(double At, string Silo, string Stream, long Sequence, string Kind, JsonElement Body)
{
    public string? TaskId => Text("taskId");

    public string? AttemptId => Text("requestAttemptId");

    public string? Reason => Text("reason");

    public string? ExecutionId => Correlation("taskExecutionId") is { } id ? id.GetString() : null;

    public string? Column => Correlation("column") is { } column ? column.GetString() : null;

    public long? RowGroup => Correlation("rowGroup") is { } group ? group.GetInt64() : null;

    private string? Text(string name) => Body.TryGetProperty(name, out var value) ? value.GetString() : null;

    private JsonElement? Correlation(string name) =>
        Body.TryGetProperty("correlation", out var correlation) && correlation.TryGetProperty(name, out var value) ? value : null;
}
