namespace Granary.Grains.Values;

/// <summary>The types a value can be declared to have.</summary>
internal enum DataTypeKind
{
    /// <summary>Any JSON value.</summary>
    Json,

    /// <summary>Text.</summary>
    String,

    /// <summary>64-bit whole number.</summary>
    Int,

    /// <summary>64-bit floating number.</summary>
    Float,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A list of one type.</summary>
    List,
}
