namespace Granary.Grains.Steps.Schemas;

/// <summary>Something wrong with a schema, or with a value that should fit one.</summary>
/// <param name="Pointer">JSON Pointer into the schema or the value.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record SchemaProblem(string Pointer, string Message);
