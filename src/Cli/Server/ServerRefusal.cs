using System.Net;
using System.Text;
using System.Text.Json;

namespace Granary.Cli.Server;

/// <summary>The server answered with a problem.</summary>
internal sealed class ServerRefusal(HttpStatusCode status, JsonElement problem) : Exception($"{(int)status}")
{
    /// <summary>The problem as it came; an empty object if the body was none.</summary>
    public JsonElement Problem { get; } = problem;

    /// <summary>The server is there but not able just now; asking again later may help.</summary>
    public bool Transient => (int)status >= 500;

    public int ExitCode => status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity
        or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType
        ? Cli.ExitCode.BadInput
        : Cli.ExitCode.Refused;

    /// <summary>For a person: the detail, then one line per error with place and remedy.</summary>
    public string ToText()
    {
        var text = new StringBuilder("granary: ");
        text.Append(Text(Problem, "detail") ?? Text(Problem, "title") ?? $"the server answered {(int)status}");
        if (Problem.ValueKind == JsonValueKind.Object && Problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
        {
            foreach (var error in errors.EnumerateArray())
            {
                text.AppendLine().Append("  ");
                if (Number(error, "line") is { } line)
                {
                    text.Append(System.Globalization.CultureInfo.InvariantCulture, $"line {line}");
                    if (Number(error, "position") is { } position)
                    {
                        text.Append(System.Globalization.CultureInfo.InvariantCulture, $":{position}");
                    }

                    text.Append("  ");
                }

                text.Append(Text(error, "code")).Append("  ");
                if (Text(error, "pointer") is { Length: > 0 } pointer)
                {
                    text.Append(pointer).Append("  ");
                }

                text.Append(Text(error, "message"));
                if (Text(error, "hint") is { Length: > 0 } hint)
                {
                    text.Append(" → ").Append(hint);
                }
            }
        }

        return text.ToString();
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;
}
