using System.Globalization;
using System.Text.Json;
using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Simulator;

/// <summary>The JSON of the simulator's own routes: counters, prompts, settings.</summary>
internal static class SimulatorReport
{
    public static byte[] Stats(SimulatorStats stats, SimulatorSettings settings) => SimulatorJson.Write(json =>
    {
        WriteStats(json, stats);
        WriteSettings(json, settings);
    });

    public static byte[] Prompts(IReadOnlyList<KeyValuePair<PromptHash, PromptCount>> prompts) => SimulatorJson.Write(json => WritePrompts(json, prompts));

    /// <summary>Both in one document, for a file.</summary>
    public static byte[] Dump(SimulatorStats stats, IReadOnlyList<KeyValuePair<PromptHash, PromptCount>> prompts) => SimulatorJson.Write(json =>
    {
        WriteStats(json, stats);
        json.WriteStartObject("prompts");
        WritePrompts(json, prompts);
        json.WriteEndObject();
    });

    /// <summary>Lays a JSON object of settings over the present ones. Returns null, or what is wrong; then nothing has changed.</summary>
    public static string? Apply(ref SimulatorSettings settings, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return "the settings must be a JSON object";
        }

        var changed = settings;
        foreach (var field in body.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Object && field.Name == "errors")
            {
                foreach (var share in field.Value.EnumerateObject())
                {
                    if (SimulatorSettingTable.TrySet(ref changed, $"errors.{share.Name}", Text(share.Value)) is { } wrongShare)
                    {
                        return wrongShare;
                    }
                }
            }
            else if (SimulatorSettingTable.TrySet(ref changed, field.Name, Text(field.Value)) is { } wrong)
            {
                return wrong;
            }
        }

        if (SimulatorSettingTable.Problem(changed) is { } problem)
        {
            return problem;
        }

        settings = changed;
        return null;
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static void WriteStats(Utf8JsonWriter json, SimulatorStats stats)
    {
        json.WriteNumber("calls", stats.Calls);
        json.WriteNumber("answered", stats.Answered);
        json.WriteNumber("succeeded", stats.Succeeded);
        json.WriteNumber("rateLimited", stats.RateLimited);
        json.WriteNumber("serverErrors", stats.ServerErrors);
        json.WriteNumber("badRequests", stats.BadRequests);
        json.WriteNumber("broken", stats.Broken);
        json.WriteNumber("abandoned", stats.Abandoned);
        json.WriteNumber("inFlight", stats.InFlight);
        json.WriteNumber("admitted", stats.Admitted);
        json.WriteNumber("maxInFlight", stats.MaxInFlight);
        json.WriteNumber("maxAdmitted", stats.MaxAdmitted);
        json.WriteNumber("promptsSeen", stats.Prompts);
        json.WriteNumber("untrackedCalls", stats.UntrackedCalls);
    }

    private static void WritePrompts(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<PromptHash, PromptCount>> prompts)
    {
        foreach (var (prompt, count) in prompts)
        {
            json.WriteStartObject(prompt.ToString());
            json.WriteNumber("calls", count.Calls);
            json.WriteNumber("answered", count.Answered);
            json.WriteEndObject();
        }
    }

    private static void WriteSettings(Utf8JsonWriter json, SimulatorSettings settings)
    {
        json.WriteStartObject("settings");
        json.WriteNumber("limit", settings.Limit);
        json.WriteString("latency", DurationText.Write(settings.Latency));
        json.WriteNumber("sigma", settings.Sigma);
        json.WriteNumber("loadFactor", settings.LoadFactor);
        json.WriteNumber("tokensPerSecond", settings.TokensPerSecond);
        json.WriteNumber("requestsPerMinute", settings.RequestsPerMinute);
        json.WriteNumber("tokensPerMinute", settings.TokensPerMinute);
        json.WriteString("retryAfter", settings.RetryAfter is { } after ? DurationText.Write(after) : "none");
        json.WriteString("retryAfterForm", settings.RetryAfterForm.ToString().ToLower(CultureInfo.InvariantCulture));
        json.WriteNumber("seed", settings.Seed);
        json.WriteNumber("words", settings.Words);
        json.WriteStartObject("errors");
        json.WriteNumber("rateLimit", settings.Errors.RateLimit);
        json.WriteNumber("server", settings.Errors.Server);
        json.WriteNumber("slow", settings.Errors.Slow);
        json.WriteNumber("stall", settings.Errors.Stall);
        json.WriteNumber("cut", settings.Errors.Cut);
        json.WriteNumber("malformed", settings.Errors.Malformed);
        json.WriteNumber("errorBody", settings.Errors.ErrorBody);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
