using System.Collections.Immutable;
using Granary.Admission.Protocol;

namespace Granary.Admission.Estimators;

/// <summary>
/// An agent's notes of what its calls met, merged as they come, until a ledger has answered the report that carries them. Fixed memory;
/// taking a sample allocates nothing. Where a page is full the rarest detail is given up first: single measurements become counts, then
/// levels are merged with their neighbours. Not thread-safe.
/// </summary>
internal sealed class EvidenceBook
{
    private const int AcceptRoom = 32;
    private const int RejectionRoom = 64;
    private const int MeasuredRoom = 50;
    private const int CountedRoom = 8;
    private const int PagesKept = 8;
    private readonly AcceptedSample[] _accepts = new AcceptedSample[AcceptRoom];
    private readonly RejectedSample[] _rejections = new RejectedSample[RejectionRoom];
    private readonly double[] _until = new double[RejectionRoom];
    private readonly CompletedSample[] _measured = new CompletedSample[MeasuredRoom];
    private readonly CompletedSample[] _counted = new CompletedSample[CountedRoom];
    private readonly List<EvidenceBatch> _sent = [];
    private readonly List<double[]> _sentUntil = [];
    private int _acceptCount;
    private int _rejectionCount;
    private int _measuredCount;
    private int _measuredNext;
    private int _countedCount;

    /// <summary>Something was seen that no report carries yet.</summary>
    public bool HasNews => _acceptCount + _rejectionCount + _measuredCount + _countedCount > 0;

    public void Accepted(in AcceptedSample sample)
    {
        for (var i = _acceptCount - 1; i >= 0; i--)
        {
            ref var held = ref _accepts[i];
            if (held.Generation == sample.Generation && held.Bound == sample.Bound && held.Limit == sample.Limit
                && held.Presumed == sample.Presumed && held.Level >= held.Limit == sample.Level >= sample.Limit)
            {
                held = held with
                {
                    Count = held.Count + sample.Count,
                    Level = Math.Max(held.Level, sample.Level),
                    InFlight = sample.InFlight,
                };
                return;
            }
        }

        if (_acceptCount == AcceptRoom)
        {
            // The oldest note is of the oldest limit: it says least.
            Array.Copy(_accepts, 1, _accepts, 0, --_acceptCount);
        }

        _accepts[_acceptCount++] = sample;
    }

    public void Rejected(in RejectedSample sample, double now)
    {
        var until = sample.RetryAfter > 0 ? now + sample.RetryAfter : double.NegativeInfinity;
        var full = _rejectionCount == RejectionRoom;
        for (var i = _rejectionCount - 1; i >= 0; i--)
        {
            ref var held = ref _rejections[i];
            if (held.Cause != sample.Cause || held.Generation != sample.Generation || held.Bucket != sample.Bucket
                || (!full && (held.Level != sample.Level || held.Limit != sample.Limit)))
            {
                continue;
            }

            held = held with
            {
                Count = held.Count + sample.Count,
                Level = Math.Min(held.Level, sample.Level),
                InFlight = Math.Min(held.InFlight, sample.InFlight),
                Latency = sample.Latency,
            };
            _until[i] = Math.Max(_until[i], until);
            return;
        }

        if (full)
        {
            _rejectionCount--;
            Array.Copy(_rejections, 1, _rejections, 0, _rejectionCount);
            Array.Copy(_until, 1, _until, 0, _rejectionCount);
        }

        _rejections[_rejectionCount] = sample;
        _until[_rejectionCount++] = until;
    }

    public void Completed(in CompletedSample sample)
    {
        if (_measuredCount == MeasuredRoom)
        {
            CountOnly(_measured[_measuredNext]);
            _measuredCount--;
        }

        _measured[_measuredNext] = sample;
        _measuredNext = (_measuredNext + 1) % MeasuredRoom;
        _measuredCount++;
    }

    /// <summary>What the report of that number has to carry: everything not acknowledged.</summary>
    public ImmutableArray<EvidenceBatch> Collect(long sequence, double now)
    {
        if (HasNews)
        {
            Array.Sort(_accepts, 0, _acceptCount, OldestFirst);
            _sent.Add(new EvidenceBatch(
                sequence, [.. _accepts.AsSpan(0, _acceptCount)], [.. _rejections.AsSpan(0, _rejectionCount)], Completions()));
            _sentUntil.Add(_until[.._rejectionCount]);
            _acceptCount = 0;
            _rejectionCount = 0;
            _measuredCount = 0;
            _countedCount = 0;
        }

        if (_sent.Count > PagesKept)
        {
            _sent.RemoveAt(0);
            _sentUntil.RemoveAt(0);
        }

        var batches = ImmutableArray.CreateBuilder<EvidenceBatch>(_sent.Count);
        for (var i = 0; i < _sent.Count; i++)
        {
            batches.Add(_sent[i] with { Rejections = Remaining(_sent[i].Rejections, _sentUntil[i], now) });
        }

        return batches.MoveToImmutable();
    }

    /// <summary>The report of that number was answered.</summary>
    public void Acknowledge(long sequence)
    {
        while (_sent.Count > 0 && _sent[0].Sequence <= sequence)
        {
            _sent.RemoveAt(0);
            _sentUntil.RemoveAt(0);
        }
    }

    private static readonly Comparer<AcceptedSample> OldestFirst = Comparer<AcceptedSample>.Create(static (a, b) =>
    {
        var byGeneration = a.Generation.CompareTo(b.Generation);
        return byGeneration != 0 ? byGeneration : a.Level.CompareTo(b.Level);
    });

    // A wish that has passed by now stays a wish: without any, the ledger would put its own in the place.
    private static ImmutableArray<RejectedSample> Remaining(ImmutableArray<RejectedSample> rejections, double[] until, double now)
    {
        const double Passed = 0.001;
        var builder = ImmutableArray.CreateBuilder<RejectedSample>(rejections.Length);
        for (var i = 0; i < rejections.Length; i++)
        {
            builder.Add(rejections[i] with { RetryAfter = double.IsFinite(until[i]) ? Math.Max(Passed, until[i] - now) : 0 });
        }

        return builder.MoveToImmutable();
    }

    private void CountOnly(in CompletedSample sample)
    {
        for (var i = 0; i < _countedCount; i++)
        {
            ref var held = ref _counted[i];
            if (_countedCount == CountedRoom
                || (held.Generation == sample.Generation && held.Bound == sample.Bound && held.InBlock == sample.InBlock))
            {
                held = held with { Count = held.Count + sample.Count, Level = Math.Max(held.Level, sample.Level), InFlight = sample.InFlight };
                return;
            }
        }

        _counted[_countedCount++] = sample with { Latency = double.NaN, FirstByte = double.NaN };
    }

    private ImmutableArray<CompletedSample> Completions()
    {
        var builder = ImmutableArray.CreateBuilder<CompletedSample>(_countedCount + _measuredCount);
        builder.AddRange(_counted, _countedCount);
        for (var i = 0; i < _measuredCount; i++)
        {
            builder.Add(_measured[(_measuredNext - _measuredCount + i + MeasuredRoom) % MeasuredRoom]);
        }

        return builder.MoveToImmutable();
    }
}
