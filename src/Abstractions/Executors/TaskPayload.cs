namespace Granary.Abstractions.Executors;

/// <summary>An argument or a result of a handler.</summary>
/// <param name="Data">The bytes; of JSON, UTF-8 text of one value.</param>
/// <param name="IsJson">JSON, otherwise bytes as they are.</param>
[GenerateSerializer, Immutable, Alias("granary.TaskPayload")]
public sealed record TaskPayload([property: Id(0)] ReadOnlyMemory<byte> Data, [property: Id(1)] bool IsJson)
{
    /// <summary>JSON <c>null</c>.</summary>
    public static TaskPayload Null { get; } = Json("null"u8.ToArray());

    /// <summary>A JSON value.</summary>
    public static TaskPayload Json(ReadOnlyMemory<byte> utf8) => new(utf8, IsJson: true);
}
