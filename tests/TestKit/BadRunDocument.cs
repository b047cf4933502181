namespace Granary.TestKit;

/// <summary>A run document with one problem, and how it must be answered.</summary>
/// <param name="What">The problem, for a failing test.</param>
/// <param name="Text">The document, YAML.</param>
/// <param name="Code">Its named error.</param>
/// <param name="Line">Line of the place.</param>
/// <param name="Pointer">JSON Pointer of the place.</param>
/// <param name="Remedy">Part of the message or of the hint.</param>
public sealed record BadRunDocument(string What, string Text, string Code, int Line, string Pointer, string Remedy);
