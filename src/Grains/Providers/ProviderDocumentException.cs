namespace Granary.Grains.Providers;

/// <summary>The provider document cannot be used, so the process does not start. The message lists every problem, one a line.</summary>
internal sealed class ProviderDocumentException(string file, IEnumerable<ProviderDocumentError> errors)
    : Exception($"The provider document {file} (Gateway:ProvidersFile) cannot be used:{Environment.NewLine}{string.Join(Environment.NewLine, errors.Select(e => $"  {e}"))}");
