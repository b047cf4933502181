namespace Granary.Silo.Tests.Configuration;

/// <summary>A setting as its source says it.</summary>
/// <param name="Name">Property name; the last part of the configuration key.</param>
/// <param name="Type">C# type as written.</param>
/// <param name="Default">Initializer as written, or empty.</param>
/// <param name="Summary">Text of its summary, as Markdown.</param>
internal sealed record OptionsProperty(string Name, string Type, string Default, string Summary)
{
    /// <summary>It is an options class itself, with settings of its own.</summary>
    public bool IsNested => Type.EndsWith("Options", StringComparison.Ordinal);
}
