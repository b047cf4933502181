using System.Collections.Immutable;

namespace Granary.Admission.Signals;

/// <summary>
/// The rate fields of one answer, of whatever family. They are facts about rates per time, never about the number of calls at once. Immutable.
/// </summary>
/// <param name="Readings">One per bucket that was told of, in the order of the fields.</param>
/// <param name="Unused">Names of rate fields that are known to exist and mean nothing here, lower case.</param>
/// <param name="Ignored">Fields that were unreadable, doubled or negative.</param>
/// <param name="Date">The answer's own date; older answers never raise a level.</param>
public sealed record RateFields(ImmutableArray<RateReading> Readings, ImmutableArray<string> Unused, int Ignored, DateTimeOffset? Date)
{
    /// <summary>An answer without any.</summary>
    public static RateFields None { get; } = new([], [], 0, null);

    /// <summary>Some field says how much is left of something.</summary>
    public bool TellRemaining
    {
        get
        {
            foreach (var reading in Readings)
            {
                if (reading.Remaining is not null)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Reads the fields of an answer. <paramref name="now"/> is our own clock, for answers without a date.</summary>
    public static RateFields Read(ReadOnlySpan<AnswerField> fields, DateTimeOffset now) => new RateFieldReader(fields, now).Read();

    /// <summary>The bucket without room for a call of so many tokens; of several the one that takes longest to fill. Null if there is none.</summary>
    public RateReading? ShortOf(long tokens)
    {
        RateReading? worst = null;
        foreach (var reading in Readings)
        {
            if (reading.IsShortOf(tokens) && (worst is null || (reading.Reset ?? TimeSpan.Zero) > (worst.Value.Reset ?? TimeSpan.Zero)))
            {
                worst = reading;
            }
        }

        return worst;
    }
}
