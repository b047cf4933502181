namespace Granary.Grains.Templates;

/// <summary>Where a path starts.</summary>
internal enum PathSource
{
    /// <summary>A column, named by the first segment.</summary>
    Column,

    /// <summary>The current value of an <c>each</c>.</summary>
    Item,

    /// <summary><c>@index</c>: its number from 0.</summary>
    Index,

    /// <summary><c>@key</c>: its name, or its number in a list.</summary>
    Key,

    /// <summary><c>@first</c>.</summary>
    First,

    /// <summary><c>@last</c>.</summary>
    Last,
}
