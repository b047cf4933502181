using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

using Granary.Abstractions.Jobs;
using Granary.Api.Callers;
using Granary.Api.Problems;

namespace Granary.Api.Jobs;

/// <summary>The body of a submission, read strictly: every mistake is told, each with its place, before anything is stored.</summary>
internal sealed record JobBody(
    string Pool,
    string Handler,
    ReadOnlyMemory<byte> Input,
    string? Affinity,
    DateTimeOffset? Deadline,
    int MaxAttempts,
    TimeSpan Retention,
    bool RetryFailed)
{
    private const int DefaultAttempts = 3;
    private const int MostAttempts = 10;
    private const int LongestText = 256;
    private const int MostDepth = 64;
    private static readonly TimeSpan DefaultRetention = TimeSpan.FromHours(24);
    private static readonly TimeSpan ShortestRetention = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRetention = TimeSpan.FromDays(30);
    private static readonly string[] Fields = ["pool", "handler", "input", "affinity", "deadline", "maxAttempts", "retention", "retry"];
    private static readonly byte[] NoInput = "null"u8.ToArray();

    public JobRequest Request(string tenant, JobBlob input) =>
        new(tenant, Pool, Handler, input, Affinity, Deadline, MaxAttempts, Retention, RetryFailed);

    /// <summary>The body, or the problem that prevents it. Exactly one of both is set.</summary>
    public static (JobBody? Body, ProblemResult? Problem) Read(byte[] bytes, DateTimeOffset now)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MostDepth });
        }
        catch (JsonException exception)
        {
            return (null, KnownProblems.InvalidBody($"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})."));
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new Reader(document.RootElement, now).Read()
                : (null, KnownProblems.InvalidBody("The body must be a JSON object such as {\"pool\": \"default\", \"handler\": \"…\", \"input\": …}."));
        }
    }

    private sealed class Reader(JsonElement root, DateTimeOffset now)
    {
        private readonly List<ProblemError> _errors = [];
        private bool _unknown;

        public (JobBody? Body, ProblemResult? Problem) Read()
        {
            CheckNames();
            var pool = Text("pool", required: true);
            var handler = Text("handler", required: true);
            var affinity = Text("affinity", required: false);
            var body = new JobBody(pool ?? "", handler ?? "", Input(), affinity, Deadline(), Attempts(), Retention(), RetryFailed());
            if (_errors.Count == 0)
            {
                return (body, null);
            }

            var code = _unknown ? "unknown_field" : "invalid_body";
            var detail = _errors.Count == 1 ? _errors[0].Message : $"{_errors.Count} problems; no job was made. Each entry names its place and what to do.";
            return (null, new ProblemResult(new Problem(400, code, "The body cannot be used", detail) { Errors = _errors }));
        }

        private void CheckNames()
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var field in root.EnumerateObject())
            {
                if (!Fields.Contains(field.Name))
                {
                    _unknown = true;
                    var nearest = Fields.FirstOrDefault(name => string.Equals(name, field.Name, StringComparison.OrdinalIgnoreCase))
                        ?? Fields.FirstOrDefault(name => name.StartsWith(field.Name, StringComparison.OrdinalIgnoreCase) || field.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase));
                    Add("unknown_field", field.Name, $"There is no field '{field.Name}' here.", (nearest is null ? "" : $"Did you mean '{nearest}'? ") + $"Fields are {string.Join(", ", Fields)}.");
                }
                else if (!seen.Add(field.Name))
                {
                    Add("invalid_body", field.Name, $"'{field.Name}' is given twice.", "Give it once.");
                }

                if (_errors.Count >= 100)
                {
                    return;
                }
            }
        }

        private string? Text(string name, bool required)
        {
            if (!Has(name, out var value))
            {
                if (required)
                {
                    Add("invalid_body", name, $"'{name}' is missing.", $"Add '{name}', a text.");
                }

                return null;
            }

            if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 and <= LongestText } text)
            {
                Add("invalid_body", name, $"'{name}' must be a text of 1 to {LongestText} characters.", null);
                return null;
            }

            return text;
        }

        private ReadOnlyMemory<byte> Input() => root.TryGetProperty("input", out var input) ? JsonMarshal.GetRawUtf8Value(input).ToArray() : NoInput;

        private int Attempts()
        {
            if (!Has("maxAttempts", out var value))
            {
                return DefaultAttempts;
            }

            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 1 and <= MostAttempts)
            {
                return number;
            }

            Add("invalid_body", "maxAttempts", $"'maxAttempts' must be a whole number from 1 to {MostAttempts}.", null);
            return DefaultAttempts;
        }

        private TimeSpan Retention()
        {
            if (!Has("retention", out var value))
            {
                return DefaultRetention;
            }

            if (value.ValueKind == JsonValueKind.String && WireDuration.TryParse(value.GetString()!, out var duration)
                && duration >= ShortestRetention && duration <= LongestRetention)
            {
                return duration;
            }

            Add("invalid_body", "retention", "'retention' must be a duration from 1m to 30d, such as \"24h\".", null);
            return DefaultRetention;
        }

        private DateTimeOffset? Deadline()
        {
            if (!Has("deadline", out var value))
            {
                return null;
            }

            if (value.ValueKind == JsonValueKind.String)
            {
                var text = value.GetString()!;
                var instant = WireDuration.TryParse(text, out var duration) ? now + duration
                    : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : (DateTimeOffset?)null;
                if (instant > now)
                {
                    return instant.Value.ToUniversalTime();
                }

                if (instant is not null)
                {
                    Add("invalid_body", "deadline", $"'deadline' has passed: it is {instant:O}, now is {now:O}.", "Give a later one, or none.");
                    return null;
                }
            }

            Add("invalid_body", "deadline", "'deadline' must be a duration such as \"10m\" or an instant such as \"2026-01-01T00:00:00Z\".", null);
            return null;
        }

        private bool RetryFailed()
        {
            if (!Has("retry", out var value))
            {
                return false;
            }

            if (value.ValueKind == JsonValueKind.String && value.GetString() is "lost" or "failed")
            {
                return value.ValueEquals("failed");
            }

            Add("invalid_body", "retry", "'retry' must be \"lost\" (only attempts that were lost, the default) or \"failed\" (those that failed too).", null);
            return false;
        }

        private bool Has(string name, out JsonElement value) => root.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

        private void Add(string code, string field, string message, string? hint) =>
            _errors.Add(new ProblemError(code, null, "/" + field.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal), null, null, message, hint));
    }
}
