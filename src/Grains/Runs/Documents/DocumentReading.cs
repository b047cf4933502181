using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Documents;

/// <summary>What became of the bytes: exactly one of both.</summary>
/// <param name="Root">The document, a mapping.</param>
/// <param name="Error">Why it cannot be read, with its line.</param>
internal readonly record struct DocumentReading(DocumentNode? Root, RunDocumentError? Error);
