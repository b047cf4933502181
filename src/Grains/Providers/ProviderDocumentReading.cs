using System.Collections.Immutable;

namespace Granary.Grains.Providers;

/// <summary>What became of a provider document: a whole one, or every problem.</summary>
internal sealed record ProviderDocumentReading(ProviderDocument? Document, ImmutableArray<ProviderDocumentError> Errors);
