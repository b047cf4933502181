using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Granary.Executors.Payloads;

namespace Granary.Executors;

/// <summary>How arguments and results are written as JSON, on both sides of a process boundary.</summary>
public static class ExecutorJson
{
    /// <summary>Names in camelCase, read in any case; comments, trailing commas, NaN and infinities are refused. Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            MaxDepth = 64,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { UnsendableTypes.RefuseMembers } },
        };
        options.MakeReadOnly();
        return options;
    }
}
