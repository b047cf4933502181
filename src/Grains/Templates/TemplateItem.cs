using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>Where an <c>each</c> stands.</summary>
/// <param name="Value">The current value.</param>
/// <param name="Key">Its name in an object, its number in a list.</param>
/// <param name="Index">Its number, from 0.</param>
/// <param name="IsLast">None follows.</param>
internal readonly record struct TemplateItem(DataValue Value, DataValue Key, int Index, bool IsLast);
