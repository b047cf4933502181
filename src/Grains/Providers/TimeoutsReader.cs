using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Providers;

/// <summary>Reads `timeouts` of a provider or an alias.</summary>
internal static class TimeoutsReader
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static CallTimeouts Read(FieldReader fields, DocumentErrors errors, bool ofAlias)
    {
        if (fields.Inside("timeouts") is not { } timeouts)
        {
            return CallTimeouts.Unset;
        }

        var connect = timeouts.Duration("connect", Shortest, Longest);
        if (ofAlias && timeouts.Find("connect") is { } place)
        {
            errors.Add(RunErrorCodes.BadValue, place, "`connect` belongs to the provider, whose connections all its aliases share", "Move it to the provider.");
        }

        var read = new CallTimeouts(
            connect, timeouts.Duration("firstByte", Shortest, Longest), timeouts.Duration("idle", Shortest, Longest), timeouts.Duration("total", Shortest, Longest));
        timeouts.Close();
        return read;
    }
}
