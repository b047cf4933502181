using System.Runtime.InteropServices;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Queueing;

/// <summary>
/// The queued tasks: found by key, and linked in the order of their groups. A task has one place for as long as it is queued, so whoever knows the
/// place reaches it without looking for it, and nothing is copied when the table grows. Every operation O(1).
/// </summary>
internal sealed class TaskTable
{
    private const int ChunkBits = 8;
    private const int ChunkSize = 1 << ChunkBits;
    private const int FewChunks = 8;

    private QueuedEntry[][] _chunks = [];
    private int[] _buckets = NewBuckets(ChunkSize);
    private int _used;
    private int _free = -1;

    /// <summary>Tasks in it.</summary>
    public int Count { get; private set; }

    /// <summary>The task in a place that is taken.</summary>
    public ref QueuedEntry this[int place] => ref _chunks[place >> ChunkBits][place & (ChunkSize - 1)];

    /// <summary>All keys, in no particular order.</summary>
    public IEnumerable<TaskKey> Keys
    {
        get
        {
            foreach (var first in _buckets)
            {
                for (var place = first; place >= 0; place = this[place].Chained)
                {
                    yield return this[place].Task.Key;
                }
            }
        }
    }

    /// <summary>
    /// Neighbouring rows of a column get neighbouring buckets, since that is how they come and go. Of the run only the end of its id counts: that is where ids
    /// differ, and to read all of it for every task would cost more than everything else here.
    /// </summary>
    public static uint HashOf(in TaskKey key)
    {
        var run = MemoryMarshal.AsBytes(key.Run.AsSpan());
        var end = run.Length >= sizeof(ulong) ? MemoryMarshal.Read<ulong>(run[^sizeof(ulong)..]) : (ulong)run.Length;
        var flow = (end ^ ((ulong)(uint)key.Column << 3) ^ (uint)key.Type ^ ((ulong)key.RowGroup << 20)) * 0x9E3779B97F4A7C15;
        return (uint)key.Row + (uint)(flow >> 32);
    }

    /// <summary>Its place; -1: it is not queued.</summary>
    public int Find(in TaskKey key, uint hash)
    {
        var place = _buckets[hash & (uint)(_buckets.Length - 1)];
        while (place >= 0)
        {
            ref var entry = ref this[place];
            if (entry.Hash == hash && entry.Task.Key == key)
                return place;

            place = entry.Chained;
        }

        return -1;
    }

    /// <summary>Puts a task that is not in it behind the last one of its group; its place, whose counters are for the caller to fill.</summary>
    public int Add(in QueuedTask task, uint hash, FlowGroup group)
    {
        var place = Place();
        ref var entry = ref this[place];
        ref var bucket = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        (entry.Task, entry.Hash, entry.Group) = (task, hash, group);
        (entry.Previous, entry.Next, entry.Chained) = (group.Last, -1, bucket);
        bucket = place;
        if (group.Last >= 0)
            this[group.Last].Next = place;
        else
            group.First = place;

        group.Last = place;
        Count++;
        return place;
    }

    /// <summary>Takes a task out, wherever it stands in its group.</summary>
    public void Remove(int place)
    {
        ref var entry = ref this[place];
        var group = entry.Group;
        if (entry.Previous >= 0)
            this[entry.Previous].Next = entry.Next;
        else
            group.First = entry.Next;

        if (entry.Next >= 0)
            this[entry.Next].Previous = entry.Previous;
        else
            group.Last = entry.Previous;

        Unchain(place, ref entry);
        entry = default;
        entry.Next = _free;
        _free = place;
        if (--Count == 0 && _chunks.Length > FewChunks)
            (_chunks, _buckets, _used, _free) = ([], NewBuckets(ChunkSize), 0, -1);
    }

    private void Unchain(int place, ref QueuedEntry entry)
    {
        ref var link = ref _buckets[entry.Hash & (uint)(_buckets.Length - 1)];
        while (link != place)
        {
            link = ref this[link].Chained;
        }

        link = entry.Chained;
    }

    private int Place()
    {
        if (_free >= 0)
        {
            var free = _free;
            _free = this[free].Next;
            return free;
        }

        if (_used >> ChunkBits == _chunks.Length)
            Array.Resize(ref _chunks, Math.Max(4, _chunks.Length * 2));

        _chunks[_used >> ChunkBits] ??= new QueuedEntry[ChunkSize];
        if (_used == _buckets.Length)
            Spread();

        return _used++;
    }

    private void Spread()
    {
        var buckets = NewBuckets(_buckets.Length * 2);
        foreach (var first in _buckets)
        {
            var place = first;
            while (place >= 0)
            {
                ref var entry = ref this[place];
                ref var bucket = ref buckets[entry.Hash & (uint)(buckets.Length - 1)];
                (place, entry.Chained, bucket) = (entry.Chained, bucket, place);
            }
        }

        _buckets = buckets;
    }

    private static int[] NewBuckets(int count)
    {
        var buckets = new int[count];
        Array.Fill(buckets, -1);
        return buckets;
    }
}
