using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>What is known of columns and of the values of the blocks around a place. One thread.</summary>
internal sealed class TemplateShapes(ShapeScope scope)
{
    private readonly List<DataShape> _items = [];

    /// <summary>The columns.</summary>
    public ShapeScope Scope { get; } = scope;

    /// <summary>What the <c>each</c> of that depth walks over, from 1 outermost.</summary>
    public DataShape Item(int depth) => _items[depth - 1];

    /// <summary>Enters the body of an <c>each</c>.</summary>
    public void Enter(DataShape item) => _items.Add(item);

    /// <summary>Leaves it.</summary>
    public void Leave() => _items.RemoveAt(_items.Count - 1);
}
