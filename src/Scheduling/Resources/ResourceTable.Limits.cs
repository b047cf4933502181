using Granary.Admission;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Resources;

/// <content>What limits are made of: configured, declared by runs, and told by the agents of request admission.</content>
public sealed partial class ResourceTable
{
    private readonly Dictionary<string, int> _configured = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, int>> _declared = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceKey, KeyCapacity> _keys = [];
    private readonly Dictionary<string, List<KeyCapacity>> _keysOf = new(StringComparer.Ordinal);
    private readonly List<KeyCapacity> _blocked = [];
    private readonly List<DemandShape> _impossible = [];

    /// <summary>Shapes that want more than is configured at all.</summary>
    internal List<DemandShape> Impossible => _impossible;

    /// <summary>Keys whose number of queued tasks may differ from the one reported; whoever reports empties it.</summary>
    internal List<KeyCapacity> Touched { get; } = [];

    /// <summary>
    /// A run uses this declaration from now on: its endpoint's limit is the smallest weight that any declaration in use has for it.
    /// </summary>
    public void Declare(TaskDeclaration declaration)
    {
        foreach (var (name, _) in declaration.Demand.Amounts)
        {
            if (!name.StartsWith(ResourceNames.RequestPrefix, StringComparison.Ordinal))
                continue;

            if (!_declared.TryGetValue(name, out var weights))
                _declared.Add(name, weights = []);

            weights[declaration.Weight] = weights.GetValueOrDefault(declaration.Weight) + 1;
            ApplyStaticLimit(Of(name));
        }

        if (declaration.RequestKey is { } key)
            Key(key);
    }

    /// <summary>The run has gone; the reverse of <see cref="Declare"/>, once for each.</summary>
    public void Withdraw(TaskDeclaration declaration)
    {
        foreach (var (name, _) in declaration.Demand.Amounts)
        {
            if (!_declared.TryGetValue(name, out var weights) || !weights.TryGetValue(declaration.Weight, out var uses))
                continue;

            if (uses > 1)
                weights[declaration.Weight] = uses - 1;
            else
                weights.Remove(declaration.Weight);

            if (weights.Count == 0)
                _declared.Remove(name);

            ApplyStaticLimit(Of(name));
        }
    }

    /// <summary>The bound of a run on its own tasks in flight.</summary>
    internal void SetRunLimit(RunProfile run)
    {
        if (run.MaxInFlight is { } limit && _runGates.TryGetValue(run.Run, out var gate))
            gate.SetStaticLimit(limit);
    }

    /// <summary>What the agent says of a key: how many calls may run, and until when it is blocked, if anybody knows.</summary>
    internal void SetCapacity(ResourceKey key, int permits, double? blockedUntil, double now)
    {
        var capacity = Key(key);
        capacity.Told(permits, blockedUntil, now);
        if (capacity.BlockedUntil is null)
            _blocked.Remove(capacity);
        else if (!_blocked.Contains(capacity))
            _blocked.Add(capacity);

        ApplyOutsideLimit(Of(ResourceNames.Request(key.Endpoint)));
    }

    /// <summary>Opens keys whose block is over.</summary>
    internal void Pass(double now)
    {
        for (var index = _blocked.Count - 1; index >= 0; index--)
        {
            var capacity = _blocked[index];
            capacity.Pass(now);
            if (capacity.BlockedUntil is not null)
                continue;

            _blocked.RemoveAt(index);
            ApplyOutsideLimit(Of(ResourceNames.Request(capacity.Key.Endpoint)));
        }
    }

    /// <summary>The earliest instant at which a key that queued tasks want opens by itself; null: none.</summary>
    internal double? EarliestOpening()
    {
        double? earliest = null;
        foreach (var capacity in _blocked)
        {
            if (capacity.Gate.Queued > 0 && !(earliest <= capacity.BlockedUntil))
                earliest = capacity.BlockedUntil;
        }

        return earliest;
    }

    private KeyCapacity Key(ResourceKey key)
    {
        if (_keys.TryGetValue(key, out var capacity))
            return capacity;

        capacity = new KeyCapacity(key, new Resource($"key:{key}", ResourceRole.Key), _unbounded ? int.MaxValue : 1, Touched);
        _keys.Add(key, capacity);
        var endpoint = ResourceNames.Request(key.Endpoint);
        if (!_keysOf.TryGetValue(endpoint, out var keys))
            _keysOf.Add(endpoint, keys = []);

        keys.Add(capacity);
        ApplyOutsideLimit(Of(endpoint));
        return capacity;
    }

    private void ApplyStaticLimit(Resource resource)
    {
        var limit = int.MaxValue;
        var known = _unbounded;
        if (_configured.TryGetValue(resource.Name, out var configured))
            (limit, known) = (configured, true);

        if (_declared.TryGetValue(resource.Name, out var weights))
            (limit, known) = (Math.Min(limit, weights.First().Key), true);

        if (resource.Name.StartsWith(ResourceNames.ExclusivePrefix, StringComparison.Ordinal))
            (limit, known) = (1, true);

        resource.SetStaticLimit(known ? limit : 0);
        _impossible.RemoveAll(shape => !shape.Impossible);
        foreach (var shape in _shapes.Values)
        {
            NoteIfImpossible(shape);
        }
    }

    private void ApplyOutsideLimit(Resource resource)
    {
        if (!_keysOf.TryGetValue(resource.Name, out var keys))
            return;

        var sum = 0L;
        foreach (var capacity in keys)
        {
            sum += capacity.Gate.Limit;
        }

        resource.SetOutsideLimit((int)Math.Min(sum, int.MaxValue));
    }

    private void NoteIfImpossible(DemandShape shape)
    {
        if (shape.Impossible && !_impossible.Contains(shape))
            _impossible.Add(shape);
    }
}
