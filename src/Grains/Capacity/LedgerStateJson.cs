using System.Text.Json;
using System.Text.Json.Serialization;
using Granary.Admission.Ledgers;

namespace Granary.Grains.Capacity;

/// <summary>Ledger state as JSON.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(LedgerState))]
internal sealed partial class LedgerStateJson : JsonSerializerContext
{
    public static string Write(LedgerState state) => JsonSerializer.Serialize(state, Default.LedgerState);

    public static LedgerState Read(string text) =>
        JsonSerializer.Deserialize(text, Default.LedgerState) ?? throw new JsonException("The state of a ledger is 'null'.");
}
