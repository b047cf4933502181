using System.Text.Json;

namespace Granary.Grains.Steps.Schemas;

/// <summary>A schema or a part of one. Filled once by the compiler, then immutable and thread-safe.</summary>
internal sealed class SchemaNode
{
    /// <summary>What it asks for.</summary>
    public IReadOnlyList<SchemaRule> Rules { get; set; } = [];

    /// <summary>The schema <c>false</c>: nothing fits.</summary>
    public bool Never { get; init; }

    /// <summary>Adds what is wrong with the value.</summary>
    public void Check(JsonElement value, string pointer, SchemaCheck check)
    {
        if (Never)
        {
            check.Add(pointer, "nothing is allowed here");
            return;
        }

        if (check.Enter(pointer))
        {
            foreach (var rule in Rules)
            {
                rule.Check(value, pointer, check);
            }
        }

        check.Leave();
    }

    /// <summary>Whether the value fits, asked as an alternative.</summary>
    public bool Fits(JsonElement value, string pointer, SchemaCheck check)
    {
        var attempt = check.Try();
        Check(value, pointer, attempt);
        return attempt.Problems.Count == 0;
    }
}
