using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Steps.Conversations;

/// <summary>How hard a structured answer is tried for.</summary>
/// <param name="Corrections">Turns in one conversation after a bad answer, 0 to 5.</param>
/// <param name="Restarts">New conversations after that, 0 to 20.</param>
/// <param name="Native">The provider is given the schema as its response format; false: it stands in the prompt.</param>
/// <param name="Instruction">What else stands at the end of the system message, or null.</param>
internal sealed record StructuredSettings(int Corrections, int Restarts, bool Native, string? Instruction = null)
{
    private const int MostCorrections = 5;
    private const int MostRestarts = 20;
    private const int UsualRestarts = 5;

    /// <summary>Reads <c>corrections</c>, <c>restarts</c>, <c>mode</c>.</summary>
    public static StructuredSettings Read(FieldReader fields) => new(
        (int)(fields.Whole("corrections", 0, MostCorrections) ?? 0),
        (int)(fields.Whole("restarts", 0, MostRestarts) ?? UsualRestarts),
        fields.Word("mode", "prompt", "native") == "native");
}
