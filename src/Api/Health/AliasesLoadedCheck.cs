using Granary.Abstractions.Models;

namespace Granary.Api.Health;

/// <summary>The provider document is loaded and has at least one alias.</summary>
internal sealed class AliasesLoadedCheck(IAliasDirectory aliases) : IReadinessCheck
{
    public ValueTask<ReadinessResult> CheckAsync(CancellationToken cancellationToken) => new(new ReadinessResult(
        "provider_document",
        aliases.All.Count > 0 ? "ok" : "the provider document declares no alias; add one under 'aliases:'"));
}
