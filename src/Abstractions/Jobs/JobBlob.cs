namespace Granary.Abstractions.Jobs;

/// <summary>Input or result of a job: small ones are here, others in the artifact store.</summary>
/// <param name="Inline">The bytes; empty when they are in the store.</param>
/// <param name="Artifact">Name in the artifact store; null when they are here.</param>
/// <param name="Length">Bytes in all.</param>
/// <param name="IsJson">JSON, otherwise bytes as they are.</param>
[GenerateSerializer, Immutable, Alias("granary.JobBlob")]
public sealed record JobBlob([property: Id(0)] ReadOnlyMemory<byte> Inline, [property: Id(1)] string? Artifact, [property: Id(2)] long Length, [property: Id(3)] bool IsJson)
{
    /// <summary>Largest that is kept here: 64 KiB.</summary>
    public const int LargestInline = 64 * 1024;

    /// <summary>A small one.</summary>
    public static JobBlob Of(ReadOnlyMemory<byte> bytes, bool isJson) => new(bytes, null, bytes.Length, isJson);
}
