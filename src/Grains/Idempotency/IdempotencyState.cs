using Granary.Abstractions.Idempotency;

namespace Granary.Grains.Idempotency;

/// <summary>What is stored of one key.</summary>
[GenerateSerializer, Alias("granary.IdempotencyState")]
internal sealed class IdempotencyState
{
    /// <summary>Fingerprint of the request that has the key; empty while nobody has it.</summary>
    [Id(0)]
    public string Fingerprint { get; set; } = "";

    /// <summary>The try that runs under the key; empty while none does.</summary>
    [Id(1)]
    public string ClaimId { get; set; } = "";

    /// <summary>The request that runs or ran under the key.</summary>
    [Id(2)]
    public string RequestId { get; set; } = "";

    /// <summary>The kept answer.</summary>
    [Id(3)]
    public KeptAnswer? Answer { get; set; }

    /// <summary>When it was made.</summary>
    [Id(4)]
    public DateTimeOffset EndedAt { get; set; }

    /// <summary>The tenant's index knows the key.</summary>
    [Id(5)]
    public bool Indexed { get; set; }
}
