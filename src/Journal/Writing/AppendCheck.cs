namespace Granary.Journal.Writing;

/// <summary>What an append must be.</summary>
internal static class AppendCheck
{
    private const byte LastUserType = 127;

    /// <summary>Throws <see cref="ArgumentException"/> for a type that is not a user's, no record, or one that is too large.</summary>
    public static void Throw(AppendRequest request, int maxRecord)
    {
        if (request.Type is < SegmentLog.FirstUserType or > LastUserType)
        {
            throw new ArgumentException(
                $"Record type {request.Type} is not a user's; valid are {SegmentLog.FirstUserType} to {LastUserType}.", nameof(request));
        }

        if (request.Payloads.Count == 0)
        {
            throw new ArgumentException("An append needs at least one record.", nameof(request));
        }

        foreach (var payload in request.Payloads)
        {
            if (payload.Length > maxRecord)
            {
                throw new ArgumentException(
                    $"A record of {payload.Length} bytes is larger than this log takes ({maxRecord}: the least of MaxRecordBytes and what fits into SegmentBytes).",
                    nameof(request));
            }
        }
    }
}
