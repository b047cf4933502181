namespace Granary.SocketLoops.Uring;

/// <summary>Numbers of io_uring's interface, as in <c>linux/io_uring.h</c>.</summary>
internal static class UringCodes
{
    public const nint SetupCall = 425;
    public const nint EnterCall = 426;
    public const nint RegisterCall = 427;

    public const uint SetupCqSize = 1 << 3;
    public const uint SetupSubmitAll = 1 << 7;
    public const uint SetupSingleIssuer = 1 << 12;
    public const uint SetupDeferTaskRun = 1 << 13;

    public const uint FeatureSingleMap = 1 << 0;
    public const uint FeatureNoDrop = 1 << 1;
    public const uint FeatureExtendedArgument = 1 << 8;

    public const uint EnterGetEvents = 1 << 0;
    public const uint EnterExtendedArgument = 1 << 3;

    public const int RegisterProbe = 8;
    public const int RegisterBufferRing = 22;
    public const int UnregisterBufferRing = 23;

    public const byte PollAdd = 6;
    public const byte SendMessage = 9;
    public const byte Accept = 13;
    public const byte AsyncCancel = 14;
    public const byte Send = 26;
    public const byte Receive = 27;
    public const byte SendZeroCopy = 47;

    public const byte SelectBuffer = 1 << 5;
    public const ushort ReceiveMultishot = 1 << 1;
    public const ushort AcceptMultishot = 1 << 0;
    public const uint PollMultishot = 1;
    public const uint PollOut = 4;
    public const uint PollError = 8;
    public const uint PollHangUp = 0x10;
    public const uint PollReadHangUp = 0x2000;
    public const uint CancelAll = 1 << 0;
    public const uint CancelAny = 1 << 2;

    public const uint HasBuffer = 1 << 0;
    public const uint HasMore = 1 << 1;
    public const uint IsNotification = 1 << 3;
    public const int BufferShift = 16;

    public const int NoSignalWaitAll = 0x4000 | 0x100;
    public const uint NonBlockingCloseOnExec = 0x800 | 0x80000;
}
