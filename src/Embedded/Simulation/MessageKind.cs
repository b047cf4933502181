namespace Granary.Embedded.Simulation;

/// <summary>Kinds of messages between nodes.</summary>
public enum MessageKind
{
    /// <summary>A call.</summary>
    Request,

    /// <summary>A call without an answer, or a notice to an observer.</summary>
    OneWay,

    /// <summary>An answer.</summary>
    Response,

    /// <summary>The caller cancelled.</summary>
    Cancel,
}
