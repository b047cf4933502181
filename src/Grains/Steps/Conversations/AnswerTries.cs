using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Steps.Conversations;

/// <summary>How hard an answer of the right form is tried for.</summary>
/// <param name="Corrections">Turns in one conversation after a bad answer, 0 to 5.</param>
/// <param name="Restarts">New conversations after that, 0 to 20.</param>
internal sealed record AnswerTries(int Corrections, int Restarts)
{
    private const int MostCorrections = 5;
    private const int MostRestarts = 20;
    private const int UsualRestarts = 5;

    /// <summary>Calls that may be made for one cell.</summary>
    public int Most => (1 + Corrections) * (1 + Restarts);

    /// <summary>Reads <c>corrections</c>, <c>restarts</c>.</summary>
    public static AnswerTries Read(FieldReader fields) => new(
        (int)(fields.Whole("corrections", 0, MostCorrections) ?? 0), (int)(fields.Whole("restarts", 0, MostRestarts) ?? UsualRestarts));
}
