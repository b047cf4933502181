using System.Text.Json;
using Granary.Grains.Events.Traces;

namespace Granary.Grains.Tests.Events;

public sealed class PerfettoTraceTests
{
    [Fact]
    public void Refused_calls_are_shown_among_the_waits_and_limits_among_the_permits()
    {
        var entries = Trace(
            ("request_wait_started", "requests", 1, "a", null),
            ("request_wait_timeout", "requests", 3, "a", "queue_timeout"),
            ("request_acquire_denied", "requests", 4, "b", "shutdown"),
            ("request_limit_decreased", "requests", 5, null, null),
            ("admission_blocked", "scheduler", 6, null, "no_capacity=1"));

        Assert.Equal(
            [
                ("X", "a", 5), ("i", "request_wait_timeout: queue_timeout", 5), ("i", "request_acquire_denied: shutdown", 5), ("i", "request_limit_decreased", 6),
                ("i", "admission_blocked: no_capacity=1", 1),
            ],
            entries);
    }

    private static List<(string Phase, string Name, int Lane)> Trace(params (string Kind, string Stream, double At, string? Attempt, string? Reason)[] events)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            var trace = new PerfettoTrace(writer, 0);
            for (var i = 0; i < events.Length; i++)
            {
                var (kind, of, at, attempt, reason) = events[i];
                var body = JsonSerializer.SerializeToElement(
                    new Dictionary<string, string?> { ["requestAttemptId"] = attempt, ["reason"] = reason }.Where(static field => field.Value is not null).ToDictionary());
                trace.Add(new KeptEvent(at, "s", of, i + 1, kind, body));
            }

            writer.WriteEndArray();
        }

        return [.. JsonElement.Parse(stream.ToArray()).EnumerateArray()
            .Where(static entry => entry.GetProperty("ph").GetString() != "M")
            .Select(static entry => (entry.GetProperty("ph").GetString()!, entry.GetProperty("name").GetString()!, entry.GetProperty("tid").GetInt32() / 100_000))];
    }
}
