namespace Granary.Journal.Writing;

/// <summary>What an append is told that was certainly not stored.</summary>
internal static class Refusals
{
    public static JournalException Closed() => new(JournalErrorCodes.Closed, "The log was closed; this append was not stored.");

    public static JournalException Unavailable(JournalException failure) => new(
        JournalErrorCodes.Unavailable,
        "The log takes no appends: writing failed and no new segment could be made so far, which is tried every second; this one was not stored.",
        failure);
}
