using System.Collections.Frozen;
using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary>The closed list of functions.</summary>
internal static class ExpressionFunctions
{
    /// <summary>The one function whose answer differs from one evaluation to the next.</summary>
    public const string Now = "now";

    private const int ManyArguments = 100;

    private static readonly DataShape List = new(new DataType(DataTypeKind.List, DataType.Json));

    /// <summary>By name.</summary>
    public static FrozenDictionary<string, ExpressionFunction> All { get; } = Table().ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    private static IEnumerable<ExpressionFunction> Table() =>
    [
        new("length", 1, 1, DataShape.Int, (a, call) => Length(a[0], call)),
        OfText("lower", DataShape.Text, (a, call) => call.Made(call.Text(a[0]).ToLowerInvariant())),
        OfText("upper", DataShape.Text, (a, call) => call.Made(call.Text(a[0]).ToUpperInvariant())),
        OfText("trim", DataShape.Text, (a, call) => call.Made(call.Text(a[0]).Trim())),
        new("contains", 2, 2, DataShape.Bool, (a, call) => DataValue.Of(Contains(a[0], a[1], call))),
        OfText("startsWith", DataShape.Bool, (a, call) => DataValue.Of(call.Text(a[0]).StartsWith(call.Text(a[1]), StringComparison.Ordinal)), 2),
        OfText("split", DataShape.ListOf(DataShape.Text), (a, call) => Split(call.Text(a[0]), call.Text(a[1]), call), 2),
        new("join", 2, 2, DataShape.Text, (a, call) => call.Made(string.Join(call.Text(a[1]), Texts(call.List(a[0]), call)))),
        OfText("replace", DataShape.Text, (a, call) => Replace(call.Text(a[0]), call.Text(a[1]), call.Text(a[2]), call), 3),
        new("number", 1, 1, DataShape.Unknown, (a, call) => Number(a[0], call)),
        new("string", 1, 1, DataShape.Text, (a, call) => call.Made(a[0].ToText())),
        OfNumber("round", DataShape.Unknown, 1, 2, (a, call) => DataArithmetic.Round(call.Number(a[0]), Digits(a, call))),
        OfNumber("abs", DataShape.Unknown, 1, 1, (a, call) => Absolute(call.Number(a[0]), call)),
        new("min", 1, ManyArguments, DataShape.Unknown, (a, call) => Extreme(a, call, -1)),
        new("max", 1, ManyArguments, DataShape.Unknown, (a, call) => Extreme(a, call, 1)),
        new("sum", 1, 1, DataShape.Unknown, (a, call) => call.List(a[0]).Items().Aggregate(DataValue.Of(0L), (sum, item) => Add(sum, item, call))),
        new("keys", 1, 1, DataShape.ListOf(DataShape.Text), (a, call) => Keys(a[0], call)),
        new("coalesce", 1, ManyArguments, DataShape.Unknown, (a, _) => a[0]) { FirstPresent = true },
        new("json", 1, 1, DataShape.Text, (a, call) => call.Made(DataJson.Text(a[0]))),
        new(Now, 0, 0, DataShape.Text with { IsInstant = true }, (_, call) => DataValue.Of(InstantText.Write(call.Run.Now))),
    ];

    private static ExpressionFunction OfText(string name, DataShape gives, Func<DataValue[], ExpressionCall, DataValue> apply, int arguments = 1) =>
        new(name, arguments, arguments, gives, apply) { Accepts = (_, shape) => shape.MayBeText, Expects = "string" };

    private static ExpressionFunction OfNumber(string name, DataShape gives, int fewest, int most, Func<DataValue[], ExpressionCall, DataValue> apply) =>
        new(name, fewest, most, gives, apply) { Accepts = (_, shape) => shape.MayBeNumber, Expects = "a number" };

    private static DataValue Length(DataValue value, ExpressionCall call) => value.Kind switch
    {
        DataKind.String => DataValue.Of((long)DataText.Length(value.AsString())),
        DataKind.List or DataKind.Object => DataValue.Of((long)value.Count),
        _ => throw call.Fault($"needs a string, a list or an object, found {value.KindName}"),
    };

    private static bool Contains(DataValue whole, DataValue part, ExpressionCall call) => whole.Kind == DataKind.List
        ? whole.Items().Any(item => DataComparison.AreEqual(item, part))
        : call.Text(whole).Contains(call.Text(part), StringComparison.Ordinal);

    private static DataValue Split(string text, string separator, ExpressionCall call)
    {
        if (separator.Length == 0)
        {
            throw call.Fault("needs a separator that is not empty");
        }

        var parts = text.Split(separator);
        call.Run.Charge(parts.Length, call.Position);
        return DataValue.Of(Array.ConvertAll(parts, part => DataValue.Of(part)));
    }

    private static DataValue Replace(string text, string find, string with, ExpressionCall call)
    {
        if (find.Length == 0)
        {
            throw call.Fault("needs a text to find that is not empty");
        }

        call.Run.ChargeText((long)text.Length / find.Length * with.Length, call.Position);
        return DataValue.Of(text.Replace(find, with, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Texts(DataValue list, ExpressionCall call) => list.Items().Select(item =>
    {
        var text = item.ToText();
        call.Run.ChargeText(text.Length, call.Position);
        return text;
    });

    private static DataValue Number(DataValue value, ExpressionCall call) => value.IsNumber
        ? value
        : DataArithmetic.TryParse(call.Text(value).Trim(), out var number) ? number : throw call.Fault("cannot read that text as a number");

    private static int Digits(DataValue[] arguments, ExpressionCall call) => arguments.Length < 2
        ? 0
        : arguments[1].Kind == DataKind.Int && arguments[1].AsInt() is >= 0 and <= 15 ? (int)arguments[1].AsInt() : throw call.Fault("keeps 0 to 15 digits");

    private static DataValue Absolute(DataValue value, ExpressionCall call) => value.Kind == DataKind.Int
        ? value.AsInt() == long.MinValue ? throw call.Fault("does not fit 64 bits") : DataValue.Of(Math.Abs(value.AsInt()))
        : DataValue.Of(Math.Abs(value.AsNumber()));

    private static DataValue Extreme(DataValue[] arguments, ExpressionCall call, int sign)
    {
        var items = arguments.Length == 1 && arguments[0].Kind == DataKind.List ? arguments[0].Items() : arguments;
        var best = DataValue.Null;
        foreach (var item in items)
        {
            call.Number(item);
            best = best.IsNull || Math.Sign(DataComparison.Order(item, best)!.Value) == sign ? item : best;
        }

        return best;
    }

    private static DataValue Add(DataValue sum, DataValue item, ExpressionCall call) =>
        DataArithmetic.TryApply('+', sum, call.Number(item), out var result, out var problem) ? result : throw call.Fault(problem);

    private static DataValue Keys(DataValue value, ExpressionCall call) => value.Kind == DataKind.Object
        ? DataValue.Of(value.Members().Select(m => DataValue.Of(m.Key)).ToArray())
        : throw call.Fault($"needs an object, found {value.KindName}");
}
