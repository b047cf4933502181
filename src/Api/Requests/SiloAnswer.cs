using Granary.Abstractions.Requests;

namespace Granary.Api.Requests;

/// <summary>What one silo said.</summary>
/// <param name="Silo">Its name.</param>
/// <param name="Door">Its journal; null: that of this process.</param>
/// <param name="Value">The answer.</param>
internal sealed record SiloAnswer<T>(string Silo, IRequestJournalGrain? Door, T Value);
