namespace Granary.Admission.Protocol;

/// <summary>
/// Counts since the agent was born. Totals instead of differences, so that a report that is lost, repeated or answered in vain is neither
/// forgotten nor learned twice: the ledger learns what the totals rose by since it last looked.
/// </summary>
public readonly record struct OutcomeTotals
{
    /// <summary>Leases given.</summary>
    public long Admitted { get; init; }

    /// <summary>Successes outside a block.</summary>
    public long Successes { get; init; }

    /// <summary>Successes inside a block.</summary>
    public long SuccessesInBlock { get; init; }

    /// <summary>Server failures and provider time-outs.</summary>
    public long ServerFailures { get; init; }

    /// <summary>Provider failures that are the request's own fault.</summary>
    public long RequestFailures { get; init; }

    /// <summary>Refusals for load.</summary>
    public long RateLimited { get; init; }

    /// <summary>Outcomes without evidence about the provider, expired leases included.</summary>
    public long Neutral { get; init; }

    /// <summary>Times the key ran empty after an outcome that was not local.</summary>
    public long Emptied { get; init; }

    /// <summary>Tokens in.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens out.</summary>
    public long OutputTokens { get; init; }
}
