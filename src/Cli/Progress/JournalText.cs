using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Granary.Cli.Progress;

/// <summary>Recoverable requests as lines for a person.</summary>
internal static class JournalText
{
    public static string Line(JsonElement request)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"{Text(request, "deadLetter") ?? Text(request, "id")}  {Text(request, "state"),-11}  attempts {request.GetProperty("attempts")}  {Text(request, "route")}  {Text(request, "tenant")}  {Text(request, "arrivedAt")}");
        Add(text, "reason", Text(request, "reason"));
        Add(text, "status", Text(request, "status"));
        Add(text, "next at", Text(request, "notBefore"));
        return text.ToString();
    }

    public static string Block(JsonElement answer)
    {
        var text = new StringBuilder(Line(answer.TryGetProperty("entry", out var entry) ? entry : answer.GetProperty("letter")));
        if (answer.GetProperty("content") is { ValueKind: JsonValueKind.Object } content)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {Text(content, "method")} {Text(content, "path")}{Text(content, "query")}");
            foreach (var header in content.GetProperty("headers").EnumerateArray())
            {
                text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {Text(header, "name")}: {Text(header, "value")}");
            }

            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  body: {content.GetProperty("bodyBytes")} bytes, sha256 {Text(content, "bodySha256")}");
        }

        if (answer.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.String)
        {
            text.AppendLine().AppendLine().Append(body.GetString());
        }

        return text.ToString();
    }

    public static string Status(JsonElement journal)
    {
        if (!journal.GetProperty("enabled").GetBoolean())
        {
            return "Recovery is off: no request is journaled.";
        }

        var (writer, replay) = (journal.GetProperty("writer"), journal.GetProperty("replay"));
        return string.Create(CultureInfo.InvariantCulture, $"""
            journal   {Text(journal, "backend")}, {Text(writer, "mode")}, {Text(writer, "state")}, {writer.GetProperty("bytes")} bytes ({writer.GetProperty("liveBytes")} live)
            requests  {replay.GetProperty("live")} live, {replay.GetProperty("replaying")} run again, {replay.GetProperty("waiting")} waiting, {replay.GetProperty("later")} later, {replay.GetProperty("finished")} finished
            waits for {Text(replay, "waitsFor")}{(Text(replay, "until") is { } until ? " until " + until : "")}
            dead      {replay.GetProperty("deadLetters")} dead letters
            oldest    {Text(journal, "oldestUnfinished") ?? "none"} unfinished
            """) + Silos(journal);
    }

    /// <summary>Names in a list of strings.</summary>
    public static string Names(JsonElement list) => string.Join(", ", list.EnumerateArray().Select(static name => name.GetString()));

    // One line each where there are several.
    private static string Silos(JsonElement journal)
    {
        if (!journal.TryGetProperty("silos", out var silos) || !journal.TryGetProperty("unreachable", out var unreachable)
            || silos.GetArrayLength() + unreachable.GetArrayLength() < 2)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var silo in silos.EnumerateArray())
        {
            var held = silo.GetProperty("journal");
            text.AppendLine().Append("silo      ").Append(Text(silo, "silo")).Append(held.ValueKind == JsonValueKind.Null ? ": recovery is off" : string.Create(
                CultureInfo.InvariantCulture,
                $": {Text(held, "writer")}, {Text(held, "unfinished")} unfinished, {Text(held, "deadLetters")} dead letters, {Text(held, "adopted")} logs of others, waits for {Text(held, "waitsFor")}"));
        }

        return unreachable.GetArrayLength() == 0 ? text.ToString() : text.AppendLine().Append("no answer ").Append(Names(unreachable)).ToString();
    }

    private static void Add(StringBuilder text, string what, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {what} {value}");
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value.ToString() : null;
}
