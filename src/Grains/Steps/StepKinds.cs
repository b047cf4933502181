using System.Collections.Frozen;

namespace Granary.Grains.Steps;

/// <summary>Every step kind there is, by name. Immutable and thread-safe.</summary>
internal sealed class StepKinds(IEnumerable<IStepKind> kinds)
{
    private readonly FrozenDictionary<string, IStepKind> _kinds = kinds.ToFrozenDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>Their names, sorted.</summary>
    public IEnumerable<string> Names => _kinds.Keys.Order(StringComparer.Ordinal);

    /// <summary>The kind of that name, or null.</summary>
    public IStepKind? Find(string name) => _kinds.GetValueOrDefault(name);
}
