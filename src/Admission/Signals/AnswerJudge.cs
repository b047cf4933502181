namespace Granary.Admission.Signals;

/// <summary>
/// From an answer to what it means: the table of docs/algorithms/signals.md, first row that fits. A provider runs short of three things that have
/// a controller each: calls at once (ceiling), rates per time (buckets), itself (gate). Pure, thread-safe.
/// </summary>
public static class AnswerJudge
{
    /// <summary>A retry-after beyond this is no refusal for load any more.</summary>
    public static readonly TimeSpan LongestLoad = TimeSpan.FromSeconds(600);

    /// <summary>The times in such an answer mean when to call again: refusals for load, for overload, for quota.</summary>
    public static bool MayNameATime(int status, ErrorText? error) =>
        status is 402 or 429 or 503 or 529 || (error is { } said && (ErrorWords.IsQuota(said) || ErrorWords.StatusOf(said, status < 300) is 429 or 503 or 529));

    /// <summary>Judges an answer that was read.</summary>
    public static AnswerSignal Judge(in ProviderAnswer answer)
    {
        var inside = answer.Status is >= 200 and < 300;
        if (inside && answer.Error is null)
        {
            return new AnswerSignal(AnswerCause.Accepted, answer.Status);
        }

        if (answer.Status == 402 || (answer.Error is { } said && ErrorWords.IsQuota(said)))
        {
            return new AnswerSignal(AnswerCause.Quota, answer.Status, RetryAfter: answer.RetryAfter);
        }

        var status = answer.Error is { } error ? ErrorWords.StatusOf(error, inside) ?? answer.Status : answer.Status;
        return status switch
        {
            429 => Refused(answer),
            503 or 529 => new AnswerSignal(AnswerCause.Outage, status, RetryAfter: answer.RetryAfter),
            408 => new AnswerSignal(AnswerCause.ProviderTimeout, status),
            >= 500 => new AnswerSignal(AnswerCause.ServerFailure, status),

            // An error object of no known type under a status that says success: the answer broke.
            >= 200 and < 300 => new AnswerSignal(AnswerCause.ServerFailure, status),
            _ => new AnswerSignal(AnswerCause.Request, status, KeyRejected: status is 401 or 403),
        };
    }

    private static AnswerSignal Refused(in ProviderAnswer answer)
    {
        if (answer.RetryAfter > LongestLoad)
        {
            return new AnswerSignal(AnswerCause.Outage, 429, RetryAfter: answer.RetryAfter);
        }

        if (answer.Rates.ShortOf(answer.Tokens) is { } empty)
        {
            return new AnswerSignal(AnswerCause.Bucket, 429, empty.Unit, empty.Policy, answer.RetryAfter ?? empty.Reset);
        }

        // Texts about a steep rise name units per minute too; what they complain of is the rise.
        if (answer.Error is { } error)
        {
            if (ErrorWords.IsRamp(error))
            {
                return new AnswerSignal(AnswerCause.Ramp, 429, RetryAfter: answer.RetryAfter);
            }

            if (ErrorWords.BucketOf(error) is { } unit)
            {
                return new AnswerSignal(AnswerCause.Bucket, 429, unit, RetryAfter: answer.RetryAfter);
            }
        }

        var unclear = answer.RetryAfter is not null && !answer.Rates.TellRemaining;
        return new AnswerSignal(unclear ? AnswerCause.Unclear : AnswerCause.Capacity, 429, RetryAfter: answer.RetryAfter);
    }
}
