using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary>Where a function is being called.</summary>
/// <param name="Run">The evaluation.</param>
/// <param name="Position">Character in the expression, from 1.</param>
/// <param name="Name">The function's name.</param>
internal readonly record struct ExpressionCall(ExpressionRun Run, int Position, string Name)
{
    /// <summary>The text of an argument.</summary>
    public string Text(DataValue value) =>
        value.Kind == DataKind.String ? value.AsString() : throw Fault($"needs a string, found {value.KindName}");

    /// <summary>A numeric argument.</summary>
    public DataValue Number(DataValue value) =>
        value.IsNumber ? value : throw Fault($"needs a number, found {value.KindName}");

    /// <summary>A list argument.</summary>
    public DataValue List(DataValue value) =>
        value.Kind == DataKind.List ? value : throw Fault($"needs a list, found {value.KindName}");

    /// <summary>Takes the steps for a text that is about to be made, and gives it back.</summary>
    public DataValue Made(string text)
    {
        Run.ChargeText(text.Length, Position);
        return DataValue.Of(text);
    }

    /// <summary>A fault of this call.</summary>
    public ExpressionFault Fault(string message) => new(Position, $"{Name}(…) {message}");
}
