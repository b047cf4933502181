using System.Text.Json;
using System.Text.Json.Serialization;
using Granary.Admission.Ledgers;

namespace Granary.Grains.Capacity;

/// <summary>
/// Ledger state as JSON. Nothing is left out for being the default: required members whose value is the default (a gate that is open) would
/// not be read back.
/// </summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(LedgerState))]
internal sealed partial class LedgerStateJson : JsonSerializerContext
{
    public static string Write(LedgerState state) => JsonSerializer.Serialize(state, Default.LedgerState);

    public static LedgerState Read(string text) =>
        JsonSerializer.Deserialize(text, Default.LedgerState) ?? throw new JsonException("The state of a ledger is 'null'.");
}
