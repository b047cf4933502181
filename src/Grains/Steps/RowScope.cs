using Granary.Grains.Values;

namespace Granary.Grains.Steps;

/// <summary>A row as templates and expressions see it: every column by its name.</summary>
internal sealed class RowScope(IRowValues values) : IValueScope
{
    /// <inheritdoc/>
    public DataValue Find(string name) => DataValue.From(values[name]);
}
