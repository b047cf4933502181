namespace Granary.Grains.Expressions;

/// <summary>Kinds of words.</summary>
internal enum ExpressionTokenKind
{
    /// <summary>Nothing more.</summary>
    End,

    /// <summary>A name, or one of the words <c>and or not true false null</c>.</summary>
    Name,

    /// <summary>Digits.</summary>
    Number,

    /// <summary>Text in single quotes.</summary>
    String,

    /// <summary>Operators, brackets, commas.</summary>
    Symbol,
}
