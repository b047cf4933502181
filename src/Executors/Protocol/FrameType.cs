namespace Granary.Executors.Protocol;

/// <summary>Types of frames; docs/worker-protocol.md says what each carries. Types from <see cref="ProtocolLimits.FirstSkippedType"/> on are skipped.</summary>
internal enum FrameType : byte
{
    /// <summary>Worker to host, first.</summary>
    Hello = 1,

    /// <summary>Host to worker, the answer.</summary>
    Welcome = 2,

    /// <summary>Worker to host: takes calls.</summary>
    Ready = 3,

    /// <summary>Worker to host: will not take calls.</summary>
    Refused = 4,

    /// <summary>Host to worker.</summary>
    Call = 5,

    /// <summary>Either way: more of a payload.</summary>
    Data = 6,

    /// <summary>Worker to host.</summary>
    Progress = 7,

    /// <summary>Worker to host: the end of a call, with its value.</summary>
    Result = 8,

    /// <summary>Worker to host: the end of a call, without.</summary>
    Error = 9,

    /// <summary>Host to worker: nobody wants the result.</summary>
    Cancel = 10,

    /// <summary>Worker to host.</summary>
    Log = 11,

    /// <summary>Host to worker.</summary>
    Ping = 12,

    /// <summary>Worker to host, the answer.</summary>
    Pong = 13,

    /// <summary>Host to worker: end.</summary>
    Shutdown = 14,

    /// <summary>Worker to host, last.</summary>
    Bye = 15,
}
