namespace Granary.Executors.Payloads;

/// <summary>What a payload is to its task.</summary>
internal enum PayloadRole
{
    /// <summary>What the handler gets.</summary>
    Argument,

    /// <summary>What the handler returned.</summary>
    Result,
}
