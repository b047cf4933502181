namespace Granary.Grains.Values;

/// <summary>What a value is.</summary>
internal enum DataKind
{
    /// <summary>Nothing: JSON null, a missing member, a cell that was skipped.</summary>
    Null,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A 64-bit whole number.</summary>
    Int,

    /// <summary>A 64-bit floating number, always finite once it is written.</summary>
    Float,

    /// <summary>Text.</summary>
    String,

    /// <summary>Values in order.</summary>
    List,

    /// <summary>Values by name.</summary>
    Object,
}
