using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Chat;

/// <summary>An error in the shape that OpenAI client libraries read, with our own facts beside it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">Their <c>type</c>.</param>
/// <param name="Code">Their <c>code</c>.</param>
/// <param name="Message">What is wrong and what helps; no prompt, no key.</param>
/// <param name="Param">The field it concerns, or null.</param>
internal sealed record OpenAiError(int Status, string Type, string Code, string Message, string? Param = null) : IResult
{
    /// <summary>When another try is useful; null with <see cref="Never"/> false gives no hint at all.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Another try cannot help.</summary>
    public bool Never { get; init; }

    /// <summary>Reason, binding and position of an admission denial.</summary>
    public GranaryErrorFacts? Granary { get; init; }

    public static OpenAiError InvalidRequest(string message, string? param = null, string code = "invalid_json", int status = 400) =>
        new(status, "invalid_request_error", code, message, param) { Never = true };

    public static OpenAiError ModelNotFound(string alias) =>
        new(404, "invalid_request_error", "model_not_found", $"There is no alias '{alias}'. GET /v1/models lists them.", "model") { Never = true };

    /// <summary>The error object as text, for the body of an answer or for an event of a stream that is being cut.</summary>
    public string ToJson() => JsonSerializer.Serialize(new Envelope(new Body(Message, Type, Param, Code, Granary)), SerializerOptions);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json";
        if (RetryAfter is { } after)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            response.Headers["retry-after-ms"] = Math.Max(1, (long)Math.Ceiling(after.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
        }

        // Client libraries ignore hints above a minute and then retry blindly, so a longer hint says "do not".
        if (Never || RetryAfter is not null)
        {
            response.Headers["x-should-retry"] = !Never && RetryAfter <= TimeSpan.FromSeconds(60) ? "true" : "false";
        }

        await response.WriteAsync(ToJson(), httpContext.RequestAborted);
    }

    private static readonly JsonSerializerOptions SerializerOptions = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private sealed record Envelope(Body Error);

    private sealed record Body(
        string Message,
        string Type,
        string? Param,
        string Code,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] GranaryErrorFacts? Granary);
}
