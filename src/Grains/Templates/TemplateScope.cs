using System.Collections.Immutable;
using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>The blocks around a place while a template is read, and the columns found so far. One thread.</summary>
internal sealed class TemplateScope
{
    private readonly List<(string? Item, string? Key)> _eaches = [];

    /// <summary>Columns found so far.</summary>
    public ImmutableArray<ValueReference>.Builder References { get; } = ImmutableArray.CreateBuilder<ValueReference>();

    /// <summary>How many <c>each</c> are open.</summary>
    public int Depth => _eaches.Count;

    /// <summary>Enters an <c>each</c>, with the names its <c>as |item key|</c> gives.</summary>
    public void Enter(string? item, string? key) => _eaches.Add((item, key));

    /// <summary>Leaves it.</summary>
    public void Leave() => _eaches.RemoveAt(_eaches.Count - 1);

    /// <summary>The innermost <c>each</c> that gave this name.</summary>
    public (int Depth, PathSource Source)? Named(string name)
    {
        for (var depth = Depth; depth > 0; depth--)
        {
            var (item, key) = _eaches[depth - 1];
            if (string.Equals(item, name, StringComparison.Ordinal) || string.Equals(key, name, StringComparison.Ordinal))
            {
                return (depth, string.Equals(item, name, StringComparison.Ordinal) ? PathSource.Item : PathSource.Key);
            }
        }

        return null;
    }
}
