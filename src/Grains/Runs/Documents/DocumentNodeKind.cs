namespace Granary.Grains.Runs.Documents;

/// <summary>What a place of a document holds.</summary>
internal enum DocumentNodeKind
{
    /// <summary>Nothing.</summary>
    Null,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>Text.</summary>
    String,

    /// <summary>Values in order.</summary>
    Sequence,

    /// <summary>Values by name.</summary>
    Mapping,
}
