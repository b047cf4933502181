using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Granary.Embedded.Runtime;

/// <summary>Immutable arrays, those that were never set included (as null).</summary>
internal sealed class ImmutableArrayJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ImmutableArray<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(ImmutableArrayJsonConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
}
