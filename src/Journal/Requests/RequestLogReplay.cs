using System.Collections.Concurrent;

namespace Granary.Journal.Requests;

/// <summary>Puts the entries together from the records of a log, in whatever order they come: of each kind the highest sequence counts.</summary>
internal sealed class RequestLogReplay
{
    private readonly Dictionary<string, RequestPlaces> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredRequest> _entries = new(StringComparer.Ordinal);
    private readonly List<long> _dead = [];

    /// <summary>What is not forgotten, oldest first; after <see cref="Finish"/>.</summary>
    public IEnumerable<StoredRequest> Entries =>
        _entries.Values.OrderBy(static request => request.Header.ArrivedAt).ThenBy(static request => request.Header.Id, StringComparer.Ordinal);

    public void Take(LogRecord record)
    {
        var payload = record.Payload.Span;
        switch (record.Type)
        {
            case RequestRecordTypes.Accepted:
                var accepted = RequestRecord.Entry(record.Sequence, payload);
                var places = Places(accepted.Header.Id);
                places.Accepted = Newer(places.Accepted, record.Sequence);
                if (places.Progress == 0)
                {
                    _entries[accepted.Header.Id] = accepted;
                }

                break;
            case RequestRecordTypes.Progress:
                var progress = RequestRecord.Entry(record.Sequence, payload);
                places = Places(progress.Header.Id);
                if (record.Sequence > places.Progress)
                {
                    _entries[progress.Header.Id] = progress;
                }

                places.Progress = Newer(places.Progress, record.Sequence);
                break;
            case RequestRecordTypes.Answer:
                places = Places(RequestRecord.Id(record.Sequence, payload));
                places.Answer = Newer(places.Answer, record.Sequence);
                break;
            case RequestRecordTypes.Forgotten:
                places = Places(RequestRecord.Id(record.Sequence, payload));
                places.Forgotten = Newer(places.Forgotten, record.Sequence);
                break;
            default:
                throw new JournalException(
                    JournalErrorCodes.Newer, $"Record {record.Sequence} of the log of requests has type {record.Type}, written by a newer release.");
        }
    }

    /// <summary>Releases what is worthless and answers where the rest is.</summary>
    public ConcurrentDictionary<string, RequestPlaces> Finish(IRecordLog log)
    {
        var kept = new ConcurrentDictionary<string, RequestPlaces>(StringComparer.Ordinal);
        _dead.ForEach(log.Release);
        foreach (var (id, places) in _places)
        {
            // An answer alone is what a crash left before its entry said so, or after its entry was given up.
            var over = places.Forgotten > 0 || !_entries.ContainsKey(id);
            if (over)
            {
                _entries.Remove(id);
                Release(log, places.Accepted, places.Progress, places.Answer);
                if (places.Forgotten > 0)
                {
                    log.Retire(places.Forgotten);
                }

                continue;
            }

            if (!_entries[id].Progress.IsUnfinished && _entries[id].Progress.State != RequestState.DeadLetter)
            {
                Release(log, places.Accepted);
                places.Accepted = 0;
            }

            kept[id] = places;
        }

        return kept;
    }

    private static void Release(IRecordLog log, params ReadOnlySpan<long> sequences)
    {
        foreach (var sequence in sequences)
        {
            if (sequence > 0)
            {
                log.Release(sequence);
            }
        }
    }

    private RequestPlaces Places(string id)
    {
        if (!_places.TryGetValue(id, out var places))
        {
            _places.Add(id, places = new RequestPlaces());
        }

        return places;
    }

    private long Newer(long known, long sequence)
    {
        if (known != 0)
        {
            _dead.Add(Math.Min(known, sequence));
        }

        return Math.Max(known, sequence);
    }
}
