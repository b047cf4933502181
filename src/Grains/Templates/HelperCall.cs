using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>Where a helper is being called.</summary>
/// <param name="Run">The rendering.</param>
/// <param name="Position">Character in the template, from 1.</param>
/// <param name="Name">The helper's name.</param>
internal readonly record struct HelperCall(TemplateRun Run, int Position, string Name)
{
    /// <summary>The text of an argument, as it would be written.</summary>
    public string Text(DataValue value) => value.ToText();

    /// <summary>A numeric argument.</summary>
    public DataValue Number(DataValue value) =>
        value.IsNumber ? value : throw Fault($"needs a number, found {value.KindName}");

    /// <summary>A whole, not negative argument.</summary>
    public long Count(DataValue value) => value.Kind == DataKind.Int && value.AsInt() >= 0
        ? value.AsInt()
        : throw Fault($"needs a whole number from 0, found {(value.Kind == DataKind.Int ? value.ToText() : value.KindName)}");

    /// <summary>Takes the steps for a text that is about to be used, and gives it back.</summary>
    public DataValue Made(string text)
    {
        Run.ChargeText(text.Length, Position);
        return DataValue.Of(text);
    }

    /// <summary>A fault of this call.</summary>
    public TemplateFault Fault(string message) => new(Position, $"`{Name}` {message}");
}
