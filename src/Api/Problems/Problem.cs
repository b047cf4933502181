using System.Text.Json.Serialization;

namespace Granary.Api.Problems;

/// <summary>RFC 9457 problem of our own routes.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Closed set; also the last part of <see cref="Type"/>.</param>
/// <param name="Title">Short and constant per code.</param>
/// <param name="Detail">Names the thing, its value, and the setting or action that would help. Never a prompt, row, secret or stack.</param>
internal sealed record Problem(int Status, string Code, string Title, string Detail)
{
    public string Type => "urn:granary:problem:" + Code;

    public string? Instance { get; init; }

    public string? RequestId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemError>? Errors { get; init; }
}
