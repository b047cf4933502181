using System.Globalization;
using System.Text;
using System.Text.Json;
using Granary.Admission;
using Granary.Admission.Events;

namespace Granary.Grains.Capacity.Events;

/// <summary>
/// An event as one JSON object, schema version 1. Values are primitives, enums text, infinities and NaN text; a tenant only as a hash; at most 8 KiB,
/// longer texts cut.
/// </summary>
internal static class RequestEventJson
{
    /// <summary>Name of the stream.</summary>
    public const string Stream = "requests";

    private const int LongestText = 1_024;

    public static void Write(Utf8JsonWriter writer, long sequence, RequestEvent happened, string silo)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", RequestEventNames.Of(happened.Kind));
        Number(writer, "at", happened.At);
        writer.WriteNumber("sequence", sequence);
        writer.WriteString("stream", Stream);
        writer.WriteString("silo", silo);
        if (happened.Attempt != 0)
        {
            writer.WriteString("requestAttemptId", AttemptId(silo, happened.Attempt));
        }

        if (happened.Lease is { } lease)
        {
            writer.WriteString("requestLeaseId", lease.ToString());
        }

        writer.WriteStartObject("resourceKey");
        writer.WriteString("provider", happened.Key.Provider);
        writer.WriteString("model", happened.Key.Model);
        writer.WriteString("domain", AdmissionNames.Of(happened.Key.Domain));
        writer.WriteEndObject();
        if (happened.Band is { } band && happened.Tenant is { } tenant)
        {
            writer.WriteStartObject("flowKey");
            writer.WriteString("band", AdmissionNames.Of(band));
            writer.WriteString("tenant", TenantHash(tenant));
            writer.WriteEndObject();
        }

        Text(writer, "reason", happened.Reason);
        Correlation(writer, happened.Correlation);
        Facts(writer, happened);
        Snapshot(writer, happened.Snapshot);
        writer.WriteEndObject();
    }

    /// <summary>How an attempt is named: unique over silos and their lives.</summary>
    public static string AttemptId(string silo, long attempt) => string.Create(CultureInfo.InvariantCulture, $"{silo}/{attempt:x}");

    /// <summary>Sixteen hex digits that stand for a tenant (FNV-1a): the same in every event, and no name.</summary>
    public static string TenantHash(string tenant)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(tenant))
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static void Correlation(Utf8JsonWriter writer, RequestCorrelation? correlation)
    {
        if (correlation is null)
        {
            return;
        }

        writer.WriteStartObject("correlation");
        Text(writer, "runId", correlation.RunId);
        if (correlation.Task is { } task)
        {
            writer.WriteNumber("session", task.Session);
            writer.WriteNumber("rowGroup", task.RowGroup);
        }

        Text(writer, "column", correlation.Column);
        Text(writer, "taskType", correlation.Task?.TaskType);
        Text(writer, "groupKind", correlation.Task?.GroupKind);
        Text(writer, "groupIdentityHash", correlation.Task?.GroupIdentityHash);
        Text(writer, "taskExecutionId", correlation.Task?.ExecutionId);
        Text(writer, "requestId", correlation.RequestId);
        Text(writer, "traceId", correlation.TraceId);
        Text(writer, "spanId", correlation.SpanId);
        writer.WriteEndObject();
    }

    private static void Facts(Utf8JsonWriter writer, RequestEvent happened)
    {
        if (happened.Facts.Length == 0)
        {
            return;
        }

        writer.WriteStartObject("diagnostics");
        foreach (var (name, value) in happened.Facts)
        {
            switch (value)
            {
                case long whole:
                    writer.WriteNumber(name, whole);
                    break;
                case double number:
                    Number(writer, name, number);
                    break;
                case bool flag:
                    writer.WriteBoolean(name, flag);
                    break;
                case string text:
                    Text(writer, name, text);
                    break;
                default:
                    writer.WriteString(name, value.GetType().Name);
                    break;
            }
        }

        writer.WriteEndObject();
    }

    private static void Snapshot(Utf8JsonWriter writer, AgentSnapshot? snapshot)
    {
        if (snapshot is null)
        {
            return;
        }

        writer.WriteStartObject("snapshot");
        Number(writer, "capturedAt", snapshot.CapturedAt);
        writer.WriteNumber("sequence", snapshot.Sequence);
        writer.WriteNumber("effectiveCap", snapshot.EffectiveCap);
        writer.WriteNumber("limit", snapshot.Limit);
        writer.WriteNumber("generation", snapshot.Generation);
        writer.WriteNumber("share", snapshot.Share);
        writer.WriteNumber("inFlight", snapshot.InFlight);
        writer.WriteStartObject("waiters");
        for (var band = Band.Interactive; band <= Band.Bulk; band++)
        {
            writer.WriteNumber(AdmissionNames.Of(band), snapshot.Waiters[(int)band]);
        }

        writer.WriteEndObject();
        Number(writer, "cooldownRemaining", snapshot.BlockedFor?.TotalSeconds ?? 0);
        if (snapshot.Opening is { } opening)
        {
            writer.WriteNumber("opening", opening);
        }

        writer.WriteString("gate", AdmissionNames.Of(snapshot.Gate));
        writer.WriteNumber("ceiling", snapshot.Ceiling);
        writer.WriteNumber("consecutiveRateLimits", snapshot.ConsecutiveRateLimits);
        Text(writer, "lastOutcome", snapshot.LastOutcome is { } outcome ? AdmissionNames.Of(outcome) : null);
        Number(writer, "retryBudget", snapshot.RetryBudget);
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text.Length <= LongestText ? text : text[..LongestText]);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
        }
    }
}
