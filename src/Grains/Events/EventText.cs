using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Granary.Grains.Capacity.Events;
using Granary.Scheduling.Leases;

namespace Granary.Grains.Events;

/// <summary>An event as files spell it: one JSON object a line, fields that say nothing left out.</summary>
internal static class EventText
{
    private const int MostEntries = 64;
    private const int LongestText = 128;

    private static readonly JsonWriterOptions _json = new() { SkipValidation = true };

    public static void Write(StreamEvent e, IBufferWriter<byte> to)
    {
        using (var writer = new Utf8JsonWriter(to, _json))
        {
            if (e.Request is { } request)
            {
                RequestEventJson.Write(writer, e.Sequence, request, e.Silo);
            }
            else
            {
                WriteObject(writer, e);
            }
        }

        to.Write("\n"u8);
    }

    private static void WriteObject(Utf8JsonWriter writer, StreamEvent e)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, e.Kind);
        writer.WriteNumber("at"u8, e.At);
        writer.WriteNumber("sequence"u8, e.Sequence);
        writer.WriteString("stream"u8, e.Stream);
        writer.WriteString("silo"u8, e.Silo);
        Text(writer, "taskId", e.TaskId);
        Text(writer, "taskLeaseId", e.TaskLeaseId);
        Text(writer, "schedulerResourceKey", e.ResourceKey);
        Text(writer, "reason", e.Reason);
        if (e.Correlation is { } correlation)
        {
            Write(writer, correlation);
        }

        if (e.Diagnostics.Count > 0)
        {
            Write(writer, "diagnostics", e.Diagnostics);
        }

        if (e.Snapshot is { } snapshot)
        {
            Write(writer, snapshot);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, EventCorrelation correlation)
    {
        writer.WriteStartObject("correlation"u8);
        Text(writer, "runId", correlation.RunId);
        Number(writer, "session", correlation.Session);
        Number(writer, "rowGroup", correlation.RowGroup);
        Text(writer, "column", correlation.Column);
        Text(writer, "taskType", correlation.TaskType);
        Text(writer, "groupKind", correlation.GroupKind);
        Text(writer, "groupIdentityHash", correlation.GroupIdentityHash);
        Text(writer, "taskExecutionId", correlation.TaskExecutionId);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<(string Name, object? Value)> entries)
    {
        writer.WriteStartObject(name);
        for (var i = 0; i < entries.Count && i < MostEntries; i++)
        {
            Value(writer, entries[i].Name, entries[i].Value);
        }

        if (entries.Count > MostEntries)
        {
            writer.WriteNumber("more"u8, entries.Count - MostEntries);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TaskAdmissionView snapshot)
    {
        writer.WriteStartObject("snapshot"u8);
        writer.WriteNumber("active"u8, snapshot.Active);
        writer.WriteNumber("yielded"u8, snapshot.Yielded);
        writer.WriteStartObject("resources"u8);
        foreach (var resource in snapshot.Resources.Take(MostEntries))
        {
            writer.WriteStartObject(resource.Name);
            writer.WriteNumber("limit"u8, resource.Limit);
            writer.WriteNumber("available"u8, resource.Available);
            writer.WriteNumber("leased"u8, resource.Leased);
            writer.WriteNumber("queued"u8, resource.Queued);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("groups"u8);
        foreach (var group in snapshot.Groups.Take(MostEntries))
        {
            writer.WriteStartObject(group.Group.IdentityHash);
            writer.WriteNumber("queued"u8, group.Queued);
            writer.WriteNumber("running"u8, group.Running);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        var more = Math.Max(0, snapshot.Resources.Length - MostEntries) + Math.Max(0, snapshot.Groups.Length - MostEntries);
        if (more > 0)
        {
            writer.WriteNumber("more"u8, more);
        }

        writer.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(name);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case int or long:
                writer.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumber(name, number);
                break;
            case double number:
                writer.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                break;
            case string text:
                writer.WriteString(name, text.Length > LongestText ? text[..LongestText] : text);
                break;
            default:
                writer.WriteString(name, value.GetType().Name);
                break;
        }
    }

    private static void Text(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            Value(writer, name, text);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, long? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
    }
}
