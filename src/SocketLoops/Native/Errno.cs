namespace Granary.SocketLoops.Native;

/// <summary>Error numbers of Linux that this project decides by; the same on x64 and arm64.</summary>
internal static class Errno
{
    public const int Intr = 4;
    public const int BadDescriptor = 9;
    public const int Again = 11;
    public const int NoMemory = 12;
    public const int Access = 13;
    public const int Busy = 16;
    public const int NoEntry = 2;
    public const int Permission = 1;
    public const int Invalid = 22;
    public const int TableFull = 23;
    public const int TooManyFiles = 24;
    public const int Pipe = 32;
    public const int NoSystemCall = 38;
    public const int Protocol = 71;
    public const int NotSocket = 88;
    public const int AddressInUse = 98;
    public const int ConnectionAborted = 103;
    public const int ConnectionReset = 104;
    public const int NoBuffers = 105;
    public const int TimedOut = 110;
    public const int ConnectionRefused = 111;
    public const int InProgress = 115;
    public const int Cancelled = 125;

    /// <summary>The constant name for labels and logs; the number where it has none here.</summary>
    public static string Name(int errno) => errno switch
    {
        Permission => "EPERM",
        NoEntry => "ENOENT",
        Intr => "EINTR",
        BadDescriptor => "EBADF",
        Again => "EAGAIN",
        NoMemory => "ENOMEM",
        Access => "EACCES",
        Busy => "EBUSY",
        Invalid => "EINVAL",
        TableFull => "ENFILE",
        TooManyFiles => "EMFILE",
        Pipe => "EPIPE",
        NoSystemCall => "ENOSYS",
        Protocol => "EPROTO",
        NotSocket => "ENOTSOCK",
        AddressInUse => "EADDRINUSE",
        ConnectionAborted => "ECONNABORTED",
        ConnectionReset => "ECONNRESET",
        NoBuffers => "ENOBUFS",
        TimedOut => "ETIMEDOUT",
        ConnectionRefused => "ECONNREFUSED",
        InProgress => "EINPROGRESS",
        Cancelled => "ECANCELED",
        _ => "E" + errno.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>The other side has gone: expected, at any time.</summary>
    public static bool IsPeerGone(int errno) => errno is ConnectionReset or Pipe or TimedOut;

    /// <summary>This process or machine has run out of something that accepting needs.</summary>
    public static bool IsExhaustion(int errno) => errno is TooManyFiles or TableFull or NoBuffers or NoMemory;
}
