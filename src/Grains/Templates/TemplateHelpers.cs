using System.Collections.Frozen;
using System.Globalization;
using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>The closed list of helpers. Text helpers take anything as the text it would be written as.</summary>
internal static class TemplateHelpers
{
    private const int ManyArguments = 32;

    /// <summary>By name.</summary>
    public static FrozenDictionary<string, TemplateHelper> All { get; } = Table().ToFrozenDictionary(h => h.Name, StringComparer.Ordinal);

    /// <summary>What counts as true: everything but nothing, false, 0, empty text and an empty list.</summary>
    public static bool IsTrue(DataValue value) => value.Kind switch
    {
        DataKind.Null => false,
        DataKind.Bool => value.AsBool(),
        DataKind.Int or DataKind.Float => value.AsNumber() != 0,
        DataKind.String => value.AsString().Length > 0,
        DataKind.List => value.Count > 0,
        _ => true,
    };

    private static IEnumerable<TemplateHelper> Table() =>
    [
        new("eq", 2, 2, DataShape.Bool, (a, _) => DataValue.Of(DataComparison.AreEqual(a[0], a[1]))),
        new("ne", 2, 2, DataShape.Bool, (a, _) => DataValue.Of(!DataComparison.AreEqual(a[0], a[1]))),
        new("lt", 2, 2, DataShape.Bool, (a, call) => DataValue.Of(Order(a, call) < 0)),
        new("le", 2, 2, DataShape.Bool, (a, call) => DataValue.Of(Order(a, call) <= 0)),
        new("gt", 2, 2, DataShape.Bool, (a, call) => DataValue.Of(Order(a, call) > 0)),
        new("ge", 2, 2, DataShape.Bool, (a, call) => DataValue.Of(Order(a, call) >= 0)),
        new("and", 2, ManyArguments, DataShape.Bool, (a, _) => DataValue.Of(Array.TrueForAll(a, IsTrue))),
        new("or", 2, ManyArguments, DataShape.Bool, (a, _) => DataValue.Of(Array.Exists(a, IsTrue))),
        new("not", 1, 1, DataShape.Bool, (a, _) => DataValue.Of(!IsTrue(a[0]))),
        Arithmetic("add", '+'),
        Arithmetic("sub", '-'),
        Arithmetic("mul", '*'),
        Arithmetic("div", '/'),
        OfNumber("round", 1, 2, (a, call) => DataArithmetic.Round(call.Number(a[0]), Digits(a, call))),
        new("upper", 1, 1, DataShape.Text, (a, call) => call.Made(call.Text(a[0]).ToUpperInvariant())),
        new("lower", 1, 1, DataShape.Text, (a, call) => call.Made(call.Text(a[0]).ToLowerInvariant())),
        new("trim", 1, 1, DataShape.Text, (a, call) => call.Made(call.Text(a[0]).Trim())),
        new("truncate", 2, 2, DataShape.Text, (a, call) => call.Made(DataText.Truncate(call.Text(a[0]), call.Count(a[1])))),
        new("replace", 3, 3, DataShape.Text, (a, call) => Replace(call.Text(a[0]), call.Text(a[1]), call.Text(a[2]), call)),
        new("join", 1, 2, DataShape.Text, (a, call) => Join(a[0], a.Length > 1 ? call.Text(a[1]) : ", ", call)),
        new("json", 1, 1, DataShape.Text, (a, call) => call.Made(DataJson.Text(a[0]))),
        new("length", 1, 1, DataShape.Int, (a, call) => DataValue.Of(Length(a[0], call))),
        new("default", 2, 2, DataShape.Unknown, (a, _) => a[0].IsNull || (a[0].Kind == DataKind.String && a[0].AsString().Length == 0) ? a[1] : a[0]),
        new("date", 2, 2, DataShape.Text, (a, call) => Date(a[0], call.Text(a[1]), call)),
        new("urlencode", 1, 1, DataShape.Text, (a, call) => call.Made(Uri.EscapeDataString(call.Text(a[0])))),
    ];

    private static TemplateHelper Arithmetic(string name, char operation) => OfNumber(name, 2, 2, (a, call) =>
        DataArithmetic.TryApply(operation, call.Number(a[0]), call.Number(a[1]), out var result, out var problem) ? result : throw call.Fault($"fails: {problem}"));

    private static TemplateHelper OfNumber(string name, int fewest, int most, Func<DataValue[], HelperCall, DataValue> apply) =>
        new(name, fewest, most, DataShape.Unknown, apply) { Accepts = shape => shape.MayBeNumber, Expects = "a number" };

    private static int Order(DataValue[] values, HelperCall call) => DataComparison.Order(values[0], values[1])
        ?? throw call.Fault($"needs two numbers or two texts, found {values[0].KindName} and {values[1].KindName}");

    private static int Digits(DataValue[] arguments, HelperCall call)
    {
        var digits = arguments.Length > 1 ? call.Count(arguments[1]) : 0;
        return digits <= 15 ? (int)digits : throw call.Fault("keeps 0 to 15 digits");
    }

    private static DataValue Replace(string text, string find, string with, HelperCall call)
    {
        if (find.Length == 0)
        {
            throw call.Fault("needs a text to find that is not empty");
        }

        call.Run.ChargeText((long)text.Length / find.Length * with.Length, call.Position);
        return DataValue.Of(text.Replace(find, with, StringComparison.Ordinal));
    }

    private static DataValue Join(DataValue list, string separator, HelperCall call)
    {
        if (list.Kind != DataKind.List)
        {
            throw call.Fault($"needs a list, found {list.KindName}");
        }

        return DataValue.Of(string.Join(separator, list.Items().Select(item =>
        {
            var text = item.ToText();
            call.Run.ChargeText(text.Length + separator.Length, call.Position);
            return text;
        })));
    }

    private static long Length(DataValue value, HelperCall call) => value.Kind switch
    {
        DataKind.Null => 0,
        DataKind.String => DataText.Length(value.AsString()),
        DataKind.List or DataKind.Object => value.Count,
        _ => throw call.Fault($"needs a string, a list or an object, found {value.KindName}"),
    };

    private static DataValue Date(DataValue value, string format, HelperCall call)
    {
        if (value.Kind != DataKind.String || !InstantText.TryRead(value.AsString(), out var instant))
        {
            throw call.Fault("needs an instant such as 2026-01-31T09:30:00Z");
        }

        try
        {
            return call.Made(instant.ToString(format, CultureInfo.InvariantCulture));
        }
        catch (FormatException)
        {
            throw call.Fault("cannot use that format; one such as yyyy-MM-dd is expected");
        }
    }
}
