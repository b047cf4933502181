namespace Granary.Grains.Idempotency;

/// <summary>How long answers are kept under their idempotency keys. Configuration section <c>Idempotency</c>.</summary>
public sealed class IdempotencyOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Idempotency";

    /// <summary>How long an answer is given again, from the end of its request. Default 24 h, range 1 min to 30 d.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Keys remembered per tenant; above it the oldest finished one goes, counted. Default 100000, range 1 to 1000000.</summary>
    public int MaxEntries { get; set; } = 100_000;
}
