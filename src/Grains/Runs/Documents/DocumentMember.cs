namespace Granary.Grains.Runs.Documents;

/// <summary>A field of a mapping.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">Line of the name, from 1.</param>
/// <param name="Position">Character of the name in its line, from 1.</param>
/// <param name="Value">What it holds.</param>
internal sealed record DocumentMember(string Name, int Line, int Position, DocumentNode Value);
