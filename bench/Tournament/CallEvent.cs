namespace Granary.Tournament;

/// <summary>What happens next to a call.</summary>
internal enum CallEvent
{
    Refused,
    Headers,
    Presumed,
    Done,
    Resend,
    Wake,
}
