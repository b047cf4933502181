using Granary.Grains.Values;

namespace Granary.Grains.Runs.Processors;

/// <summary>A column as a processor sees it. Immutable.</summary>
/// <param name="Name">Its name; side columns have theirs.</param>
/// <param name="Declared">What a value from outside is held to; null: any JSON.</param>
/// <param name="Known">What is known of its values.</param>
internal sealed record ProcessorColumn(string Name, DataType? Declared, DataType Known)
{
    /// <summary>What the text of a template is read as: what the values are where that is a plain type, else text as it stands.</summary>
    public DataType TextType => (Declared ?? Known) is { Kind: DataTypeKind.Int or DataTypeKind.Float or DataTypeKind.Bool or DataTypeKind.List } plain ? plain : DataType.String;
}
