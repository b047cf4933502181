using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Granary.Executors.Protocol;

/// <summary>Metas as JSON: names in camelCase, what is null left out, what is unknown ignored, what is required demanded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    MaxDepth = 64)]
[JsonSerializable(typeof(HelloMeta))]
[JsonSerializable(typeof(WelcomeMeta))]
[JsonSerializable(typeof(ReadyMeta))]
[JsonSerializable(typeof(RefusedMeta))]
[JsonSerializable(typeof(CallMeta))]
[JsonSerializable(typeof(ProgressMeta))]
[JsonSerializable(typeof(ResultMeta))]
[JsonSerializable(typeof(ErrorMeta))]
[JsonSerializable(typeof(ReasonMeta))]
[JsonSerializable(typeof(LogMeta))]
[JsonSerializable(typeof(PongMeta))]
[JsonSerializable(typeof(ShutdownMeta))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>A message without payload.</summary>
    public static OutboundMessage Message<T>(FrameType type, ulong call, T meta, JsonTypeInfo<T> info) =>
        new(type, call, JsonSerializer.SerializeToUtf8Bytes(meta, info));
}
