using Granary.Admission;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Resources;

/// <summary>
/// Limits and counters of all scheduler resources of a process, kept up on every change, and which demands they admit now. Shared by a queue and
/// its controller; not thread-safe.
/// </summary>
public sealed partial class ResourceTable
{
    private readonly Dictionary<string, Resource> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Resource> _runGates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DemandClass> _classes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Demand, ResourceKey? Key, string? Run), DemandShape> _shapes = [];
    private readonly List<DemandClass> _classList = [];
    private readonly bool _unbounded;

    /// <summary>Limits as configured. A resource without one has nothing available.</summary>
    /// <exception cref="ArgumentException">Settings out of range; the message lists all problems.</exception>
    public ResourceTable(TaskAdmissionSettings settings)
    {
        settings.ThrowIfInvalid();
        SetLimit(ResourceNames.Submission, settings.SubmissionCapacity);
        SetLimit(ResourceNames.LlmWait, settings.LlmWaitCapacity);
        foreach (var (name, limit) in settings.Limits)
        {
            SetLimit(name, limit);
        }
    }

    private ResourceTable() => _unbounded = true;

    /// <summary>Some queued head lacks nothing now.</summary>
    internal bool AnyEligible
    {
        get
        {
            foreach (var common in _classList)
            {
                if (common.IsOpen && common.Heads > 0)
                    return true;
            }

            return false;
        }
    }

    internal IEnumerable<Resource> Resources => _resources.Values;

    /// <summary>A table in which everything is available, for a queue whose caller decides alone.</summary>
    public static ResourceTable Unbounded() => new();

    /// <summary>Sets what is configured of a resource.</summary>
    public void SetLimit(string resource, int limit)
    {
        ArgumentException.ThrowIfNullOrEmpty(resource);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        _configured[resource] = limit;
        ApplyStaticLimit(Of(resource));
    }

    internal Resource? Find(string resource) => _resources.GetValueOrDefault(resource);

    /// <summary>The shape of a declaration's tasks, made when first seen.</summary>
    internal DemandShape ShapeOf(TaskDeclaration declaration)
    {
        var runGate = declaration.Run.MaxInFlight is null ? null : declaration.Run.Run;
        var identity = (declaration.Demand.Text, declaration.RequestKey, runGate);
        if (_shapes.TryGetValue(identity, out var shape))
            return shape;

        Want[] wants = [.. declaration.Demand.Amounts.Select(amount => new Want(Of(amount.Resource), amount.Amount))];
        shape = new DemandShape(
            ClassOf([.. wants.Where(want => want.Resource.Role == ResourceRole.Common)]),
            wants,
            declaration.RequestKey is { } key ? Key(key) : null,
            runGate is null ? null : RunGate(declaration.Run));
        shape.Class.Shapes++;
        _shapes.Add(identity, shape);
        NoteIfImpossible(shape);
        return shape;
    }

    /// <summary>Who presses on a resource: hard-eligible heads that want it, and their weight, without the one that asks if it is among them.</summary>
    internal static Pressure PressureOn(Resource resource, bool askerAmong, int askerWeight)
    {
        var heads = askerAmong ? -1 : 0;
        var weight = askerAmong ? -askerWeight : 0L;
        foreach (var constraint in resource.Constraints)
        {
            if (constraint.Owner.IsOpen)
            {
                heads += constraint.Owner.Heads;
                weight += constraint.Owner.Weight;
            }
        }

        return new Pressure(heads, weight);
    }

    /// <summary>Forgets shapes, classes and resources that nothing queued or leased uses. Called when a run leaves.</summary>
    internal void Prune()
    {
        foreach (var (identity, shape) in _shapes)
        {
            if (shape.InUse > 0)
                continue;

            shape.Retire();
            _impossible.Remove(shape);
            _shapes.Remove(identity);
            if (--shape.Class.Shapes == 0)
                RetireClass(shape.Class);
        }

        foreach (var (name, gate) in _runGates)
        {
            if (gate.Unused)
                _runGates.Remove(name);
        }

        foreach (var (name, resource) in _resources)
        {
            if (resource.Role == ResourceRole.Particular && resource.Unused && !_configured.ContainsKey(name) && !_declared.ContainsKey(name))
                _resources.Remove(name);
        }
    }

    private DemandClass ClassOf(Want[] wants)
    {
        var identity = string.Join(' ', wants.Select(want => $"{want.Resource.Name}={want.Amount}"));
        if (_classes.TryGetValue(identity, out var common))
            return common;

        common = new DemandClass(wants);
        _classes.Add(identity, common);
        _classList.Add(common);
        return common;
    }

    private void RetireClass(DemandClass common)
    {
        common.Retire();
        _classList.Remove(common);
        foreach (var (identity, known) in _classes)
        {
            if (ReferenceEquals(known, common))
                _classes.Remove(identity);
        }
    }

    private Resource Of(string name)
    {
        if (_resources.TryGetValue(name, out var resource))
            return resource;

        resource = new Resource(name, ResourceNames.IsParticular(name) ? ResourceRole.Particular : ResourceRole.Common);
        _resources.Add(name, resource);
        ApplyStaticLimit(resource);
        if (resource.Role == ResourceRole.Particular)
            ApplyOutsideLimit(resource);

        return resource;
    }

    private Resource RunGate(RunProfile run)
    {
        if (!_runGates.TryGetValue(run.Run, out var gate))
            _runGates.Add(run.Run, gate = new Resource($"run:{run.Run}", ResourceRole.Run));

        gate.SetStaticLimit(run.MaxInFlight ?? int.MaxValue);
        return gate;
    }
}
