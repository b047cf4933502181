namespace Granary.Grains.Expressions;

/// <summary>Bounds of the expression language. Time is bounded through steps: text and lists are charged by length.</summary>
internal static class ExpressionLimits
{
    /// <summary>UTF-8 bytes of one expression.</summary>
    public const int Bytes = 4 * 1024;

    /// <summary>Nodes of one expression.</summary>
    public const int Nodes = 1_000;

    /// <summary>Parentheses, lists, calls and conditions inside each other.</summary>
    public const int Nesting = 64;

    /// <summary>Steps of one evaluation.</summary>
    public const int Steps = 100_000;
}
