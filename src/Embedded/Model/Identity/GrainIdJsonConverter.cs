namespace Granary.Embedded;

/// <summary>Writes a grain id as <c>type/key</c>.</summary>
internal sealed class GrainIdJsonConverter : System.Text.Json.Serialization.JsonConverter<GrainId>
{
    public override GrainId Read(ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options) =>
        reader.GetString() is { } text ? GrainId.Parse(text) : default;

    public override void Write(System.Text.Json.Utf8JsonWriter writer, GrainId value, System.Text.Json.JsonSerializerOptions options)
    {
        if (value.IsDefault)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteStringValue(value.ToString());
        }
    }
}
